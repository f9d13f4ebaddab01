var im=0,Lh=1,sm=2;var Ko=1,rm=2,Ir=3,kn=0,Zt=1,kt=2,$i=0,Lr=1,Yo=2,kh=3,Dh=4,om=5;var Us=100,am=101,lm=102,cm=103,um=104,hm=200,dm=201,fm=202,pm=203,Nh=204,Fh=205,mm=206,gm=207,bm=208,xm=209,ym=210,vm=211,_m=212,Mm=213,Sm=214,hl=0,dl=1,fl=2,fr=3,pl=4,ml=5,gl=6,bl=7,Oh=0,wm=1,Tm=2,_i=0,Jo=1,Uh=2,Bh=3,zh=4,Gh=5,Vh=6,Hh=7,xh="attached",Am="detached",Wh=300,Mi=301,kr=302,Dr=303,Nl=304,Hn=1e3,wn=1001,pr=1002,wt=1003,Fl=1004;var Bs=1005;var Pt=1006,Nr=1007;var En=1008;var Rn=1009,qh=1010,Xh=1011,Fr=1012,Ol=1013,Kn=1014,$t=1015,un=1016,Ul=1017,Bl=1018,zs=1020,jh=35902,Kh=35899,Yh=1021,Jh=1022,jt=1023,zi=1026,Zi=1027,zl=1028,$o=1029,ps=1030,Gl=1031;var Vl=1033,Zo=33776,Qo=33777,ea=33778,ta=33779,Hl=35840,Wl=35841,ql=35842,Xl=35843,jl=36196,Kl=37492,Yl=37496,Jl=37488,$l=37489,na=37490,Zl=37491,Ql=37808,ec=37809,tc=37810,nc=37811,ic=37812,sc=37813,rc=37814,oc=37815,ac=37816,lc=37817,cc=37818,uc=37819,hc=37820,dc=37821,fc=36492,pc=36494,mc=36495,gc=36283,bc=36284,ia=36285,xc=36286;var Ds=2300,Ns=2301,cl=2302,yh=2303,vh=2400,_h=2401,Mh=2402,Em=2500;var $h=0,sa=1,Or=2,Rm=3200;var ra=0,Cm=1,Qi="",St="srgb",Tt="srgb-linear",Eo="linear",rt="srgb";var ul=7680;var Pm=519,Im=512,Lm=513,km=514,Zh=515,Dm=516,Nm=517,Qh=518,ed=519,td=35044;var nd="300 es",Gn=2e3,mr=2001;function $0(i){for(let e=i.length-1;e>=0;--e)if(i[e]>=65535)return!0;return!1}function Z0(i){return ArrayBuffer.isView(i)&&!(i instanceof DataView)}function gr(i){return document.createElementNS("http://www.w3.org/1999/xhtml",i)}function Fm(){let i=gr("canvas");return i.style.display="block",i}var dp={},br=null;function Ro(...i){let e="THREE."+i.shift();br?br("log",e,...i):console.log(e,...i)}function Om(i){let e=i[0];if(typeof e=="string"&&e.startsWith("TSL:")){let t=i[1];t&&t.isStackTrace?i[0]+=" "+t.getLocation():i[1]='Stack trace not available. Enable "THREE.Node.captureStackTrace" to capture stack traces.'}return i}function Te(...i){i=Om(i);let e="THREE."+i.shift();if(br)br("warn",e,...i);else{let t=i[0];t&&t.isStackTrace?console.warn(t.getError(e)):console.warn(e,...i)}}function De(...i){i=Om(i);let e="THREE."+i.shift();if(br)br("error",e,...i);else{let t=i[0];t&&t.isStackTrace?console.error(t.getError(e)):console.error(e,...i)}}function ks(...i){let e=i.join(" ");e in dp||(dp[e]=!0,Te(...i))}function Um(i,e,t){return new Promise(function(n,s){function r(){switch(i.clientWaitSync(e,i.SYNC_FLUSH_COMMANDS_BIT,0)){case i.WAIT_FAILED:s();break;case i.TIMEOUT_EXPIRED:setTimeout(r,t);break;default:n()}}setTimeout(r,t)})}var Bm={[hl]:hl,[fl]:gl,[pl]:pl,[fr]:ml,[dl]:dl,[gl]:fl,[bl]:bl,[ml]:fr},pi=class{addEventListener(e,t){this._listeners===void 0&&(this._listeners={});let n=this._listeners;n[e]===void 0&&(n[e]=[]),n[e].indexOf(t)===-1&&n[e].push(t)}hasEventListener(e,t){let n=this._listeners;return n===void 0?!1:n[e]!==void 0&&n[e].indexOf(t)!==-1}removeEventListener(e,t){let n=this._listeners;if(n===void 0)return;let s=n[e];if(s!==void 0){let r=s.indexOf(t);r!==-1&&s.splice(r,1)}}dispatchEvent(e){let t=this._listeners;if(t===void 0)return;let n=t[e.type];if(n!==void 0){e.target=this;let s=n.slice(0);for(let r=0,o=s.length;r<o;r++)s[r].call(this,e);e.target=null}}},rn=["00","01","02","03","04","05","06","07","08","09","0a","0b","0c","0d","0e","0f","10","11","12","13","14","15","16","17","18","19","1a","1b","1c","1d","1e","1f","20","21","22","23","24","25","26","27","28","29","2a","2b","2c","2d","2e","2f","30","31","32","33","34","35","36","37","38","39","3a","3b","3c","3d","3e","3f","40","41","42","43","44","45","46","47","48","49","4a","4b","4c","4d","4e","4f","50","51","52","53","54","55","56","57","58","59","5a","5b","5c","5d","5e","5f","60","61","62","63","64","65","66","67","68","69","6a","6b","6c","6d","6e","6f","70","71","72","73","74","75","76","77","78","79","7a","7b","7c","7d","7e","7f","80","81","82","83","84","85","86","87","88","89","8a","8b","8c","8d","8e","8f","90","91","92","93","94","95","96","97","98","99","9a","9b","9c","9d","9e","9f","a0","a1","a2","a3","a4","a5","a6","a7","a8","a9","aa","ab","ac","ad","ae","af","b0","b1","b2","b3","b4","b5","b6","b7","b8","b9","ba","bb","bc","bd","be","bf","c0","c1","c2","c3","c4","c5","c6","c7","c8","c9","ca","cb","cc","cd","ce","cf","d0","d1","d2","d3","d4","d5","d6","d7","d8","d9","da","db","dc","dd","de","df","e0","e1","e2","e3","e4","e5","e6","e7","e8","e9","ea","eb","ec","ed","ee","ef","f0","f1","f2","f3","f4","f5","f6","f7","f8","f9","fa","fb","fc","fd","fe","ff"],fp=1234567,To=Math.PI/180,Fs=180/Math.PI;function Si(){let i=Math.random()*4294967295|0,e=Math.random()*4294967295|0,t=Math.random()*4294967295|0,n=Math.random()*4294967295|0;return(rn[i&255]+rn[i>>8&255]+rn[i>>16&255]+rn[i>>24&255]+"-"+rn[e&255]+rn[e>>8&255]+"-"+rn[e>>16&15|64]+rn[e>>24&255]+"-"+rn[t&63|128]+rn[t>>8&255]+"-"+rn[t>>16&255]+rn[t>>24&255]+rn[n&255]+rn[n>>8&255]+rn[n>>16&255]+rn[n>>24&255]).toLowerCase()}function Be(i,e,t){return Math.max(e,Math.min(t,i))}function id(i,e){return(i%e+e)%e}function Q0(i,e,t,n,s){return n+(i-e)*(s-n)/(t-e)}function ey(i,e,t){return i!==e?(t-i)/(e-i):0}function Ao(i,e,t){return(1-t)*i+t*e}function ty(i,e,t,n){return Ao(i,e,1-Math.exp(-t*n))}function ny(i,e=1){return e-Math.abs(id(i,e*2)-e)}function iy(i,e,t){return i<=e?0:i>=t?1:(i=(i-e)/(t-e),i*i*(3-2*i))}function sy(i,e,t){return i<=e?0:i>=t?1:(i=(i-e)/(t-e),i*i*i*(i*(i*6-15)+10))}function ry(i,e){return i+Math.floor(Math.random()*(e-i+1))}function oy(i,e){return i+Math.random()*(e-i)}function ay(i){return i*(.5-Math.random())}function ly(i){i!==void 0&&(fp=i);let e=fp+=1831565813;return e=Math.imul(e^e>>>15,e|1),e^=e+Math.imul(e^e>>>7,e|61),((e^e>>>14)>>>0)/4294967296}function cy(i){return i*To}function uy(i){return i*Fs}function hy(i){return i>0&&Number.isInteger(i)&&2**Math.round(Math.log2(i))===i}function dy(i){return Math.pow(2,Math.ceil(Math.log(i)/Math.LN2))}function sd(i){return Math.pow(2,Math.floor(Math.log(i)/Math.LN2))}function fy(i,e,t,n,s){let r=Math.cos,o=Math.sin,a=r(t/2),l=o(t/2),c=r((e+n)/2),u=o((e+n)/2),h=r((e-n)/2),d=o((e-n)/2),f=r((n-e)/2),g=o((n-e)/2);switch(s){case"XYX":i.set(a*u,l*h,l*d,a*c);break;case"YZY":i.set(l*d,a*u,l*h,a*c);break;case"ZXZ":i.set(l*h,l*d,a*u,a*c);break;case"XZX":i.set(a*u,l*g,l*f,a*c);break;case"YXY":i.set(l*f,a*u,l*g,a*c);break;case"ZYZ":i.set(l*g,l*f,a*u,a*c);break;default:Te("MathUtils: .setQuaternionFromProperEuler() encountered an unknown order: "+s)}}function yc(i){switch(i.constructor){case Uint32Array:return 4294967295;case Uint16Array:return 65535;case Uint8Array:case Uint8ClampedArray:return 255;case Int32Array:return 2147483647;case Int16Array:return 32767;case Int8Array:return 127;default:return}}function rd(i,e){if(e.constructor===Float32Array)return i;let t=yc(e);if(t===void 0)throw new Error("THREE.MathUtils: Invalid component type.");return Math.max(i/t,-1)}function od(i,e){if(e.constructor===Float32Array)return i;let t=yc(e);if(t===void 0)throw new Error("THREE.MathUtils: Invalid component type.");return Math.round(i*t)}var vc={DEG2RAD:To,RAD2DEG:Fs,generateUUID:Si,clamp:Be,euclideanModulo:id,mapLinear:Q0,inverseLerp:ey,lerp:Ao,damp:ty,pingpong:ny,smoothstep:iy,smootherstep:sy,randInt:ry,randFloat:oy,randFloatSpread:ay,seededRandom:ly,degToRad:cy,radToDeg:uy,isPowerOfTwo:hy,ceilPowerOfTwo:dy,floorPowerOfTwo:sd,setQuaternionFromProperEuler:fy,normalize:od,denormalize:rd},Pe=class{static{this.prototype.isVector2=!0}constructor(e=0,t=0){this.x=e,this.y=t}get width(){return this.x}set width(e){this.x=e}get height(){return this.y}set height(e){this.y=e}set(e,t){return this.x=e,this.y=t,this}setScalar(e){return this.x=e,this.y=e,this}setX(e){return this.x=e,this}setY(e){return this.y=e,this}setComponent(e,t){switch(e){case 0:this.x=t;break;case 1:this.y=t;break;default:throw new Error("THREE.Vector2: index is out of range: "+e)}return this}getComponent(e){switch(e){case 0:return this.x;case 1:return this.y;default:throw new Error("THREE.Vector2: index is out of range: "+e)}}clone(){return new this.constructor(this.x,this.y)}copy(e){return this.x=e.x,this.y=e.y,this}add(e){return this.x+=e.x,this.y+=e.y,this}addScalar(e){return this.x+=e,this.y+=e,this}addVectors(e,t){return this.x=e.x+t.x,this.y=e.y+t.y,this}addScaledVector(e,t){return this.x+=e.x*t,this.y+=e.y*t,this}sub(e){return this.x-=e.x,this.y-=e.y,this}subScalar(e){return this.x-=e,this.y-=e,this}subVectors(e,t){return this.x=e.x-t.x,this.y=e.y-t.y,this}multiply(e){return this.x*=e.x,this.y*=e.y,this}multiplyScalar(e){return this.x*=e,this.y*=e,this}divide(e){return this.x/=e.x,this.y/=e.y,this}divideScalar(e){return this.multiplyScalar(1/e)}applyMatrix3(e){let t=this.x,n=this.y,s=e.elements;return this.x=s[0]*t+s[3]*n+s[6],this.y=s[1]*t+s[4]*n+s[7],this}min(e){return this.x=Math.min(this.x,e.x),this.y=Math.min(this.y,e.y),this}max(e){return this.x=Math.max(this.x,e.x),this.y=Math.max(this.y,e.y),this}clamp(e,t){return this.x=Be(this.x,e.x,t.x),this.y=Be(this.y,e.y,t.y),this}clampScalar(e,t){return this.x=Be(this.x,e,t),this.y=Be(this.y,e,t),this}clampLength(e,t){let n=this.length();return this.divideScalar(n||1).multiplyScalar(Be(n,e,t))}floor(){return this.x=Math.floor(this.x),this.y=Math.floor(this.y),this}ceil(){return this.x=Math.ceil(this.x),this.y=Math.ceil(this.y),this}round(){return this.x=Math.round(this.x),this.y=Math.round(this.y),this}roundToZero(){return this.x=Math.trunc(this.x),this.y=Math.trunc(this.y),this}negate(){return this.x=-this.x,this.y=-this.y,this}dot(e){return this.x*e.x+this.y*e.y}cross(e){return this.x*e.y-this.y*e.x}lengthSq(){return this.x*this.x+this.y*this.y}length(){return Math.sqrt(this.x*this.x+this.y*this.y)}manhattanLength(){return Math.abs(this.x)+Math.abs(this.y)}normalize(){return this.divideScalar(this.length()||1)}angle(){return Math.atan2(-this.y,-this.x)+Math.PI}angleTo(e){let t=Math.sqrt(this.lengthSq()*e.lengthSq());if(t===0)return Math.PI/2;let n=this.dot(e)/t;return Math.acos(Be(n,-1,1))}distanceTo(e){return Math.sqrt(this.distanceToSquared(e))}distanceToSquared(e){let t=this.x-e.x,n=this.y-e.y;return t*t+n*n}manhattanDistanceTo(e){return Math.abs(this.x-e.x)+Math.abs(this.y-e.y)}setLength(e){return this.normalize().multiplyScalar(e)}lerp(e,t){return this.x+=(e.x-this.x)*t,this.y+=(e.y-this.y)*t,this}lerpVectors(e,t,n){return this.x=e.x+(t.x-e.x)*n,this.y=e.y+(t.y-e.y)*n,this}equals(e){return e.x===this.x&&e.y===this.y}fromArray(e,t=0){return this.x=e[t],this.y=e[t+1],this}toArray(e=[],t=0){return e[t]=this.x,e[t+1]=this.y,e}fromBufferAttribute(e,t){return this.x=e.getX(t),this.y=e.getY(t),this}rotateAround(e,t){let n=Math.cos(t),s=Math.sin(t),r=this.x-e.x,o=this.y-e.y;return this.x=r*n-o*s+e.x,this.y=r*s+o*n+e.y,this}random(){return this.x=Math.random(),this.y=Math.random(),this}*[Symbol.iterator](){yield this.x,yield this.y}},lt=class{constructor(e=0,t=0,n=0,s=1){this.isQuaternion=!0,this._x=e,this._y=t,this._z=n,this._w=s}static slerpFlat(e,t,n,s,r,o,a){let l=n[s+0],c=n[s+1],u=n[s+2],h=n[s+3],d=r[o+0],f=r[o+1],g=r[o+2],x=r[o+3];if(h!==x||l!==d||c!==f||u!==g){let p=l*d+c*f+u*g+h*x;p<0&&(d=-d,f=-f,g=-g,x=-x,p=-p);let m=1-a;if(p<.9995){let b=Math.acos(p),_=Math.sin(b);m=Math.sin(m*b)/_,a=Math.sin(a*b)/_,l=l*m+d*a,c=c*m+f*a,u=u*m+g*a,h=h*m+x*a}else{l=l*m+d*a,c=c*m+f*a,u=u*m+g*a,h=h*m+x*a;let b=1/Math.sqrt(l*l+c*c+u*u+h*h);l*=b,c*=b,u*=b,h*=b}}e[t]=l,e[t+1]=c,e[t+2]=u,e[t+3]=h}static multiplyQuaternionsFlat(e,t,n,s,r,o){let a=n[s],l=n[s+1],c=n[s+2],u=n[s+3],h=r[o],d=r[o+1],f=r[o+2],g=r[o+3];return e[t]=a*g+u*h+l*f-c*d,e[t+1]=l*g+u*d+c*h-a*f,e[t+2]=c*g+u*f+a*d-l*h,e[t+3]=u*g-a*h-l*d-c*f,e}get x(){return this._x}set x(e){this._x=e,this._onChangeCallback()}get y(){return this._y}set y(e){this._y=e,this._onChangeCallback()}get z(){return this._z}set z(e){this._z=e,this._onChangeCallback()}get w(){return this._w}set w(e){this._w=e,this._onChangeCallback()}set(e,t,n,s){return this._x=e,this._y=t,this._z=n,this._w=s,this._onChangeCallback(),this}clone(){return new this.constructor(this._x,this._y,this._z,this._w)}copy(e){return this._x=e.x,this._y=e.y,this._z=e.z,this._w=e.w,this._onChangeCallback(),this}setFromEuler(e,t=!0){let n=e._x,s=e._y,r=e._z,o=e._order,a=Math.cos,l=Math.sin,c=a(n/2),u=a(s/2),h=a(r/2),d=l(n/2),f=l(s/2),g=l(r/2);switch(o){case"XYZ":this._x=d*u*h+c*f*g,this._y=c*f*h-d*u*g,this._z=c*u*g+d*f*h,this._w=c*u*h-d*f*g;break;case"YXZ":this._x=d*u*h+c*f*g,this._y=c*f*h-d*u*g,this._z=c*u*g-d*f*h,this._w=c*u*h+d*f*g;break;case"ZXY":this._x=d*u*h-c*f*g,this._y=c*f*h+d*u*g,this._z=c*u*g+d*f*h,this._w=c*u*h-d*f*g;break;case"ZYX":this._x=d*u*h-c*f*g,this._y=c*f*h+d*u*g,this._z=c*u*g-d*f*h,this._w=c*u*h+d*f*g;break;case"YZX":this._x=d*u*h+c*f*g,this._y=c*f*h+d*u*g,this._z=c*u*g-d*f*h,this._w=c*u*h-d*f*g;break;case"XZY":this._x=d*u*h-c*f*g,this._y=c*f*h-d*u*g,this._z=c*u*g+d*f*h,this._w=c*u*h+d*f*g;break;default:Te("Quaternion: .setFromEuler() encountered an unknown order: "+o)}return t===!0&&this._onChangeCallback(),this}setFromAxisAngle(e,t){let n=t/2,s=Math.sin(n);return this._x=e.x*s,this._y=e.y*s,this._z=e.z*s,this._w=Math.cos(n),this._onChangeCallback(),this}setFromRotationMatrix(e){let t=e.elements,n=t[0],s=t[4],r=t[8],o=t[1],a=t[5],l=t[9],c=t[2],u=t[6],h=t[10],d=n+a+h;if(d>0){let f=.5/Math.sqrt(d+1);this._w=.25/f,this._x=(u-l)*f,this._y=(r-c)*f,this._z=(o-s)*f}else if(n>a&&n>h){let f=2*Math.sqrt(1+n-a-h);this._w=(u-l)/f,this._x=.25*f,this._y=(s+o)/f,this._z=(r+c)/f}else if(a>h){let f=2*Math.sqrt(1+a-n-h);this._w=(r-c)/f,this._x=(s+o)/f,this._y=.25*f,this._z=(l+u)/f}else{let f=2*Math.sqrt(1+h-n-a);this._w=(o-s)/f,this._x=(r+c)/f,this._y=(l+u)/f,this._z=.25*f}return this._onChangeCallback(),this}setFromUnitVectors(e,t){let n=e.dot(t)+1;return n<1e-8?(n=0,Math.abs(e.x)>Math.abs(e.z)?(this._x=-e.y,this._y=e.x,this._z=0,this._w=n):(this._x=0,this._y=-e.z,this._z=e.y,this._w=n)):(this._x=e.y*t.z-e.z*t.y,this._y=e.z*t.x-e.x*t.z,this._z=e.x*t.y-e.y*t.x,this._w=n),this.normalize()}angleTo(e){return 2*Math.acos(Math.abs(Be(this.dot(e),-1,1)))}rotateTowards(e,t){let n=this.angleTo(e);if(n===0)return this;let s=Math.min(1,t/n);return this.slerp(e,s),this}identity(){return this.set(0,0,0,1)}invert(){return this.conjugate()}conjugate(){return this._x*=-1,this._y*=-1,this._z*=-1,this._onChangeCallback(),this}dot(e){return this._x*e._x+this._y*e._y+this._z*e._z+this._w*e._w}lengthSq(){return this._x*this._x+this._y*this._y+this._z*this._z+this._w*this._w}length(){return Math.sqrt(this._x*this._x+this._y*this._y+this._z*this._z+this._w*this._w)}normalize(){let e=this.length();return e===0?(this._x=0,this._y=0,this._z=0,this._w=1):(e=1/e,this._x=this._x*e,this._y=this._y*e,this._z=this._z*e,this._w=this._w*e),this._onChangeCallback(),this}multiply(e){return this.multiplyQuaternions(this,e)}premultiply(e){return this.multiplyQuaternions(e,this)}multiplyQuaternions(e,t){let n=e._x,s=e._y,r=e._z,o=e._w,a=t._x,l=t._y,c=t._z,u=t._w;return this._x=n*u+o*a+s*c-r*l,this._y=s*u+o*l+r*a-n*c,this._z=r*u+o*c+n*l-s*a,this._w=o*u-n*a-s*l-r*c,this._onChangeCallback(),this}slerp(e,t){let n=e._x,s=e._y,r=e._z,o=e._w,a=this.dot(e);a<0&&(n=-n,s=-s,r=-r,o=-o,a=-a);let l=1-t;if(a<.9995){let c=Math.acos(a),u=Math.sin(c);l=Math.sin(l*c)/u,t=Math.sin(t*c)/u,this._x=this._x*l+n*t,this._y=this._y*l+s*t,this._z=this._z*l+r*t,this._w=this._w*l+o*t,this._onChangeCallback()}else this._x=this._x*l+n*t,this._y=this._y*l+s*t,this._z=this._z*l+r*t,this._w=this._w*l+o*t,this.normalize();return this}slerpQuaternions(e,t,n){return this.copy(e).slerp(t,n)}random(){let e=2*Math.PI*Math.random(),t=2*Math.PI*Math.random(),n=Math.random(),s=Math.sqrt(1-n),r=Math.sqrt(n);return this.set(s*Math.sin(e),s*Math.cos(e),r*Math.sin(t),r*Math.cos(t))}equals(e){return e._x===this._x&&e._y===this._y&&e._z===this._z&&e._w===this._w}fromArray(e,t=0){return this._x=e[t],this._y=e[t+1],this._z=e[t+2],this._w=e[t+3],this._onChangeCallback(),this}toArray(e=[],t=0){return e[t]=this._x,e[t+1]=this._y,e[t+2]=this._z,e[t+3]=this._w,e}fromBufferAttribute(e,t){return this._x=e.getX(t),this._y=e.getY(t),this._z=e.getZ(t),this._w=e.getW(t),this._onChangeCallback(),this}toJSON(){return this.toArray()}_onChange(e){return this._onChangeCallback=e,this}_onChangeCallback(){}*[Symbol.iterator](){yield this._x,yield this._y,yield this._z,yield this._w}},C=class{static{this.prototype.isVector3=!0}constructor(e=0,t=0,n=0){this.x=e,this.y=t,this.z=n}set(e,t,n){return n===void 0&&(n=this.z),this.x=e,this.y=t,this.z=n,this}setScalar(e){return this.x=e,this.y=e,this.z=e,this}setX(e){return this.x=e,this}setY(e){return this.y=e,this}setZ(e){return this.z=e,this}setComponent(e,t){switch(e){case 0:this.x=t;break;case 1:this.y=t;break;case 2:this.z=t;break;default:throw new Error("THREE.Vector3: index is out of range: "+e)}return this}getComponent(e){switch(e){case 0:return this.x;case 1:return this.y;case 2:return this.z;default:throw new Error("THREE.Vector3: index is out of range: "+e)}}clone(){return new this.constructor(this.x,this.y,this.z)}copy(e){return this.x=e.x,this.y=e.y,this.z=e.z,this}add(e){return this.x+=e.x,this.y+=e.y,this.z+=e.z,this}addScalar(e){return this.x+=e,this.y+=e,this.z+=e,this}addVectors(e,t){return this.x=e.x+t.x,this.y=e.y+t.y,this.z=e.z+t.z,this}addScaledVector(e,t){return this.x+=e.x*t,this.y+=e.y*t,this.z+=e.z*t,this}sub(e){return this.x-=e.x,this.y-=e.y,this.z-=e.z,this}subScalar(e){return this.x-=e,this.y-=e,this.z-=e,this}subVectors(e,t){return this.x=e.x-t.x,this.y=e.y-t.y,this.z=e.z-t.z,this}multiply(e){return this.x*=e.x,this.y*=e.y,this.z*=e.z,this}multiplyScalar(e){return this.x*=e,this.y*=e,this.z*=e,this}multiplyVectors(e,t){return this.x=e.x*t.x,this.y=e.y*t.y,this.z=e.z*t.z,this}applyEuler(e){return this.applyQuaternion(pp.setFromEuler(e))}applyAxisAngle(e,t){return this.applyQuaternion(pp.setFromAxisAngle(e,t))}applyMatrix3(e){let t=this.x,n=this.y,s=this.z,r=e.elements;return this.x=r[0]*t+r[3]*n+r[6]*s,this.y=r[1]*t+r[4]*n+r[7]*s,this.z=r[2]*t+r[5]*n+r[8]*s,this}applyNormalMatrix(e){return this.applyMatrix3(e).normalize()}applyMatrix4(e){let t=this.x,n=this.y,s=this.z,r=e.elements,o=1/(r[3]*t+r[7]*n+r[11]*s+r[15]);return this.x=(r[0]*t+r[4]*n+r[8]*s+r[12])*o,this.y=(r[1]*t+r[5]*n+r[9]*s+r[13])*o,this.z=(r[2]*t+r[6]*n+r[10]*s+r[14])*o,this}applyQuaternion(e){let t=this.x,n=this.y,s=this.z,r=e.x,o=e.y,a=e.z,l=e.w,c=2*(o*s-a*n),u=2*(a*t-r*s),h=2*(r*n-o*t);return this.x=t+l*c+o*h-a*u,this.y=n+l*u+a*c-r*h,this.z=s+l*h+r*u-o*c,this}project(e){return this.applyMatrix4(e.matrixWorldInverse).applyMatrix4(e.projectionMatrix)}unproject(e){return this.applyMatrix4(e.projectionMatrixInverse).applyMatrix4(e.matrixWorld)}transformDirection(e){let t=this.x,n=this.y,s=this.z,r=e.elements;return this.x=r[0]*t+r[4]*n+r[8]*s,this.y=r[1]*t+r[5]*n+r[9]*s,this.z=r[2]*t+r[6]*n+r[10]*s,this.normalize()}divide(e){return this.x/=e.x,this.y/=e.y,this.z/=e.z,this}divideScalar(e){return this.multiplyScalar(1/e)}min(e){return this.x=Math.min(this.x,e.x),this.y=Math.min(this.y,e.y),this.z=Math.min(this.z,e.z),this}max(e){return this.x=Math.max(this.x,e.x),this.y=Math.max(this.y,e.y),this.z=Math.max(this.z,e.z),this}clamp(e,t){return this.x=Be(this.x,e.x,t.x),this.y=Be(this.y,e.y,t.y),this.z=Be(this.z,e.z,t.z),this}clampScalar(e,t){return this.x=Be(this.x,e,t),this.y=Be(this.y,e,t),this.z=Be(this.z,e,t),this}clampLength(e,t){let n=this.length();return this.divideScalar(n||1).multiplyScalar(Be(n,e,t))}floor(){return this.x=Math.floor(this.x),this.y=Math.floor(this.y),this.z=Math.floor(this.z),this}ceil(){return this.x=Math.ceil(this.x),this.y=Math.ceil(this.y),this.z=Math.ceil(this.z),this}round(){return this.x=Math.round(this.x),this.y=Math.round(this.y),this.z=Math.round(this.z),this}roundToZero(){return this.x=Math.trunc(this.x),this.y=Math.trunc(this.y),this.z=Math.trunc(this.z),this}negate(){return this.x=-this.x,this.y=-this.y,this.z=-this.z,this}dot(e){return this.x*e.x+this.y*e.y+this.z*e.z}lengthSq(){return this.x*this.x+this.y*this.y+this.z*this.z}length(){return Math.sqrt(this.x*this.x+this.y*this.y+this.z*this.z)}manhattanLength(){return Math.abs(this.x)+Math.abs(this.y)+Math.abs(this.z)}normalize(){return this.divideScalar(this.length()||1)}setLength(e){return this.normalize().multiplyScalar(e)}lerp(e,t){return this.x+=(e.x-this.x)*t,this.y+=(e.y-this.y)*t,this.z+=(e.z-this.z)*t,this}lerpVectors(e,t,n){return this.x=e.x+(t.x-e.x)*n,this.y=e.y+(t.y-e.y)*n,this.z=e.z+(t.z-e.z)*n,this}cross(e){return this.crossVectors(this,e)}crossVectors(e,t){let n=e.x,s=e.y,r=e.z,o=t.x,a=t.y,l=t.z;return this.x=s*l-r*a,this.y=r*o-n*l,this.z=n*a-s*o,this}projectOnVector(e){let t=e.lengthSq();if(t===0)return this.set(0,0,0);let n=e.dot(this)/t;return this.copy(e).multiplyScalar(n)}projectOnPlane(e){return Wu.copy(this).projectOnVector(e),this.sub(Wu)}reflect(e){return this.sub(Wu.copy(e).multiplyScalar(2*this.dot(e)))}angleTo(e){let t=Math.sqrt(this.lengthSq()*e.lengthSq());if(t===0)return Math.PI/2;let n=this.dot(e)/t;return Math.acos(Be(n,-1,1))}distanceTo(e){return Math.sqrt(this.distanceToSquared(e))}distanceToSquared(e){let t=this.x-e.x,n=this.y-e.y,s=this.z-e.z;return t*t+n*n+s*s}manhattanDistanceTo(e){return Math.abs(this.x-e.x)+Math.abs(this.y-e.y)+Math.abs(this.z-e.z)}setFromSpherical(e){return this.setFromSphericalCoords(e.radius,e.phi,e.theta)}setFromSphericalCoords(e,t,n){let s=Math.sin(t)*e;return this.x=s*Math.sin(n),this.y=Math.cos(t)*e,this.z=s*Math.cos(n),this}setFromCylindrical(e){return this.setFromCylindricalCoords(e.radius,e.theta,e.y)}setFromCylindricalCoords(e,t,n){return this.x=e*Math.sin(t),this.y=n,this.z=e*Math.cos(t),this}setFromMatrixPosition(e){let t=e.elements;return this.x=t[12],this.y=t[13],this.z=t[14],this}setFromMatrixScale(e){let t=this.setFromMatrixColumn(e,0).length(),n=this.setFromMatrixColumn(e,1).length(),s=this.setFromMatrixColumn(e,2).length();return this.x=t,this.y=n,this.z=s,this}setFromMatrixColumn(e,t){return this.fromArray(e.elements,t*4)}setFromMatrix3Column(e,t){return this.fromArray(e.elements,t*3)}setFromEuler(e){return this.x=e._x,this.y=e._y,this.z=e._z,this}setFromColor(e){return this.x=e.r,this.y=e.g,this.z=e.b,this}equals(e){return e.x===this.x&&e.y===this.y&&e.z===this.z}fromArray(e,t=0){return this.x=e[t],this.y=e[t+1],this.z=e[t+2],this}toArray(e=[],t=0){return e[t]=this.x,e[t+1]=this.y,e[t+2]=this.z,e}fromBufferAttribute(e,t){return this.x=e.getX(t),this.y=e.getY(t),this.z=e.getZ(t),this}random(){return this.x=Math.random(),this.y=Math.random(),this.z=Math.random(),this}randomDirection(){let e=Math.random()*Math.PI*2,t=Math.random()*2-1,n=Math.sqrt(1-t*t);return this.x=n*Math.cos(e),this.y=t,this.z=n*Math.sin(e),this}*[Symbol.iterator](){yield this.x,yield this.y,yield this.z}},Wu=new C,pp=new lt,ke=class{static{this.prototype.isMatrix3=!0}constructor(e,t,n,s,r,o,a,l,c){this.elements=[1,0,0,0,1,0,0,0,1],e!==void 0&&this.set(e,t,n,s,r,o,a,l,c)}set(e,t,n,s,r,o,a,l,c){let u=this.elements;return u[0]=e,u[1]=s,u[2]=a,u[3]=t,u[4]=r,u[5]=l,u[6]=n,u[7]=o,u[8]=c,this}identity(){return this.set(1,0,0,0,1,0,0,0,1),this}copy(e){let t=this.elements,n=e.elements;return t[0]=n[0],t[1]=n[1],t[2]=n[2],t[3]=n[3],t[4]=n[4],t[5]=n[5],t[6]=n[6],t[7]=n[7],t[8]=n[8],this}extractBasis(e,t,n){return e.setFromMatrix3Column(this,0),t.setFromMatrix3Column(this,1),n.setFromMatrix3Column(this,2),this}setFromMatrix4(e){let t=e.elements;return this.set(t[0],t[4],t[8],t[1],t[5],t[9],t[2],t[6],t[10]),this}multiply(e){return this.multiplyMatrices(this,e)}premultiply(e){return this.multiplyMatrices(e,this)}multiplyMatrices(e,t){let n=e.elements,s=t.elements,r=this.elements,o=n[0],a=n[3],l=n[6],c=n[1],u=n[4],h=n[7],d=n[2],f=n[5],g=n[8],x=s[0],p=s[3],m=s[6],b=s[1],_=s[4],y=s[7],M=s[2],w=s[5],v=s[8];return r[0]=o*x+a*b+l*M,r[3]=o*p+a*_+l*w,r[6]=o*m+a*y+l*v,r[1]=c*x+u*b+h*M,r[4]=c*p+u*_+h*w,r[7]=c*m+u*y+h*v,r[2]=d*x+f*b+g*M,r[5]=d*p+f*_+g*w,r[8]=d*m+f*y+g*v,this}multiplyScalar(e){let t=this.elements;return t[0]*=e,t[3]*=e,t[6]*=e,t[1]*=e,t[4]*=e,t[7]*=e,t[2]*=e,t[5]*=e,t[8]*=e,this}determinant(){let e=this.elements,t=e[0],n=e[1],s=e[2],r=e[3],o=e[4],a=e[5],l=e[6],c=e[7],u=e[8];return t*o*u-t*a*c-n*r*u+n*a*l+s*r*c-s*o*l}invert(){let e=this.elements,t=e[0],n=e[1],s=e[2],r=e[3],o=e[4],a=e[5],l=e[6],c=e[7],u=e[8],h=u*o-a*c,d=a*l-u*r,f=c*r-o*l,g=t*h+n*d+s*f;if(g===0)return this.set(0,0,0,0,0,0,0,0,0);let x=1/g;return e[0]=h*x,e[1]=(s*c-u*n)*x,e[2]=(a*n-s*o)*x,e[3]=d*x,e[4]=(u*t-s*l)*x,e[5]=(s*r-a*t)*x,e[6]=f*x,e[7]=(n*l-c*t)*x,e[8]=(o*t-n*r)*x,this}transpose(){let e,t=this.elements;return e=t[1],t[1]=t[3],t[3]=e,e=t[2],t[2]=t[6],t[6]=e,e=t[5],t[5]=t[7],t[7]=e,this}getNormalMatrix(e){return this.setFromMatrix4(e).invert().transpose()}transposeIntoArray(e){let t=this.elements;return e[0]=t[0],e[1]=t[3],e[2]=t[6],e[3]=t[1],e[4]=t[4],e[5]=t[7],e[6]=t[2],e[7]=t[5],e[8]=t[8],this}setUvTransform(e,t,n,s,r,o,a){let l=Math.cos(r),c=Math.sin(r);return this.set(n*l,n*c,-n*(l*o+c*a)+o+e,-s*c,s*l,-s*(-c*o+l*a)+a+t,0,0,1),this}scale(e,t){return ks("Matrix3: .scale() is deprecated. Use .makeScale() instead."),this.premultiply(qu.makeScale(e,t)),this}rotate(e){return ks("Matrix3: .rotate() is deprecated. Use .makeRotation() instead."),this.premultiply(qu.makeRotation(-e)),this}translate(e,t){return ks("Matrix3: .translate() is deprecated. Use .makeTranslation() instead."),this.premultiply(qu.makeTranslation(e,t)),this}makeTranslation(e,t){return e.isVector2?this.set(1,0,e.x,0,1,e.y,0,0,1):this.set(1,0,e,0,1,t,0,0,1),this}makeRotation(e){let t=Math.cos(e),n=Math.sin(e);return this.set(t,-n,0,n,t,0,0,0,1),this}makeScale(e,t){return this.set(e,0,0,0,t,0,0,0,1),this}equals(e){let t=this.elements,n=e.elements;for(let s=0;s<9;s++)if(t[s]!==n[s])return!1;return!0}fromArray(e,t=0){for(let n=0;n<9;n++)this.elements[n]=e[n+t];return this}toArray(e=[],t=0){let n=this.elements;return e[t]=n[0],e[t+1]=n[1],e[t+2]=n[2],e[t+3]=n[3],e[t+4]=n[4],e[t+5]=n[5],e[t+6]=n[6],e[t+7]=n[7],e[t+8]=n[8],e}clone(){return new this.constructor().fromArray(this.elements)}},qu=new ke,mp=new ke().set(.4123908,.3575843,.1804808,.212639,.7151687,.0721923,.0193308,.1191948,.9505322),gp=new ke().set(3.2409699,-1.5373832,-.4986108,-.9692436,1.8759675,.0415551,.0556301,-.203977,1.0569715);function py(){let i={enabled:!0,workingColorSpace:Tt,spaces:{},convert:function(s,r,o){return this.enabled===!1||r===o||!r||!o||(this.spaces[r].transfer===rt&&(s.r=Bi(s.r),s.g=Bi(s.g),s.b=Bi(s.b)),this.spaces[r].primaries!==this.spaces[o].primaries&&(s.applyMatrix3(this.spaces[r].toXYZ),s.applyMatrix3(this.spaces[o].fromXYZ)),this.spaces[o].transfer===rt&&(s.r=dr(s.r),s.g=dr(s.g),s.b=dr(s.b))),s},workingToColorSpace:function(s,r){return this.convert(s,this.workingColorSpace,r)},colorSpaceToWorking:function(s,r){return this.convert(s,r,this.workingColorSpace)},getPrimaries:function(s){return this.spaces[s].primaries},getTransfer:function(s){return s===Qi?Eo:this.spaces[s].transfer},getToneMappingMode:function(s){return this.spaces[s].outputColorSpaceConfig.toneMappingMode||"standard"},getLuminanceCoefficients:function(s,r=this.workingColorSpace){return s.fromArray(this.spaces[r].luminanceCoefficients)},define:function(s){Object.assign(this.spaces,s)},_getMatrix:function(s,r,o){return s.copy(this.spaces[o].fromXYZ).multiply(this.spaces[r].toXYZ)},_getDrawingBufferColorSpace:function(s){return this.spaces[s].outputColorSpaceConfig.drawingBufferColorSpace},_getUnpackColorSpace:function(s=this.workingColorSpace){return this.spaces[s].workingColorSpaceConfig.unpackColorSpace}},e=[.64,.33,.3,.6,.15,.06],t=[.2126,.7152,.0722],n=[.3127,.329];return i.define({[Tt]:{primaries:e,whitePoint:n,transfer:Eo,toXYZ:mp,fromXYZ:gp,luminanceCoefficients:t,workingColorSpaceConfig:{unpackColorSpace:St},outputColorSpaceConfig:{drawingBufferColorSpace:St}},[St]:{primaries:e,whitePoint:n,transfer:rt,toXYZ:mp,fromXYZ:gp,luminanceCoefficients:t,outputColorSpaceConfig:{drawingBufferColorSpace:St}}}),i}var He=py();function Bi(i){return i<.04045?i*.0773993808:Math.pow(i*.9478672986+.0521327014,2.4)}function dr(i){return i<.0031308?i*12.92:1.055*Math.pow(i,.41666)-.055}var Js,xl=class{static getDataURL(e,t="image/png"){if(/^data:/i.test(e.src)||typeof HTMLCanvasElement>"u")return e.src;let n;if(e instanceof HTMLCanvasElement)n=e;else{Js===void 0&&(Js=gr("canvas")),Js.width=e.width,Js.height=e.height;let s=Js.getContext("2d");e instanceof ImageData?s.putImageData(e,0,0):s.drawImage(e,0,0,e.width,e.height),n=Js}return n.toDataURL(t)}static sRGBToLinear(e){if(typeof HTMLImageElement<"u"&&e instanceof HTMLImageElement||typeof HTMLCanvasElement<"u"&&e instanceof HTMLCanvasElement||typeof ImageBitmap<"u"&&e instanceof ImageBitmap){let t=gr("canvas");t.width=e.width,t.height=e.height;let n=t.getContext("2d");n.drawImage(e,0,0,e.width,e.height);let s=n.getImageData(0,0,e.width,e.height),r=s.data;for(let o=0;o<r.length;o++)r[o]=Bi(r[o]/255)*255;return n.putImageData(s,0,0),t}else if(e.data){let t=e.data.slice(0);for(let n=0;n<t.length;n++)t instanceof Uint8Array||t instanceof Uint8ClampedArray?t[n]=Math.floor(Bi(t[n]/255)*255):t[n]=Bi(t[n]);return{data:t,width:e.width,height:e.height}}else return Te("ImageUtils.sRGBToLinear(): Unsupported image type. No color space conversion applied."),e}},my=0,xr=class{constructor(e=null){this.isTextureSource=!0,Object.defineProperty(this,"id",{value:my++}),this.uuid=Si(),this.data=e,this.dataReady=!0,this.version=0}getSize(e){let t=this.data;return typeof HTMLVideoElement<"u"&&t instanceof HTMLVideoElement?e.set(t.videoWidth,t.videoHeight,0):typeof VideoFrame<"u"&&t instanceof VideoFrame?e.set(t.displayWidth,t.displayHeight,0):t!==null?e.set(t.width||0,t.height||0,t.depth||0):e.set(0,0,0),e}set needsUpdate(e){e===!0&&this.version++}toJSON(e){let t=e===void 0||typeof e=="string";if(!t&&e.images[this.uuid]!==void 0)return e.images[this.uuid];let n={uuid:this.uuid,url:""},s=this.data;if(s!==null){let r;if(Array.isArray(s)){r=[];for(let o=0,a=s.length;o<a;o++)s[o].isDataTexture?r.push(Xu(s[o].image)):r.push(Xu(s[o]))}else r=Xu(s);n.url=r}return t||(e.images[this.uuid]=n),n}};function Xu(i){return typeof HTMLImageElement<"u"&&i instanceof HTMLImageElement||typeof HTMLCanvasElement<"u"&&i instanceof HTMLCanvasElement||typeof ImageBitmap<"u"&&i instanceof ImageBitmap?xl.getDataURL(i):i.data?{data:Array.from(i.data),width:i.width,height:i.height,type:i.data.constructor.name}:(Te("Texture: Unable to serialize Texture."),{})}var gy=0,ju=new C,At=class i extends pi{constructor(e=i.DEFAULT_IMAGE,t=i.DEFAULT_MAPPING,n=wn,s=wn,r=Pt,o=En,a=jt,l=Rn,c=i.DEFAULT_ANISOTROPY,u=Qi){super(),this.isTexture=!0,Object.defineProperty(this,"id",{value:gy++}),this.uuid=Si(),this.name="",this.source=new xr(e),this.mipmaps=[],this.mapping=t,this.channel=0,this.wrapS=n,this.wrapT=s,this.magFilter=r,this.minFilter=o,this.anisotropy=c,this.format=a,this.internalFormat=null,this.type=l,this.offset=new Pe(0,0),this.repeat=new Pe(1,1),this.center=new Pe(0,0),this.rotation=0,this.matrixAutoUpdate=!0,this.matrix=new ke,this.generateMipmaps=!0,this.mipmapsAutoUpdate=!0,this.premultiplyAlpha=!1,this.flipY=!0,this.unpackAlignment=4,this.colorSpace=u,this.userData={},this.updateRanges=[],this.version=0,this.onUpdate=null,this.renderTarget=null,this.isRenderTargetTexture=!1,this.isArrayTexture=!!(e&&e.depth&&e.depth>1),this.pmremVersion=0,this.isPMREMTexture=!1,this.normalized=!1}get width(){return this.source.getSize(ju).x}get height(){return this.source.getSize(ju).y}get depth(){return this.source.getSize(ju).z}get image(){return this.source.data}set image(e){this.source.data=e}updateMatrix(){this.matrix.setUvTransform(this.offset.x,this.offset.y,this.repeat.x,this.repeat.y,this.rotation,this.center.x,this.center.y)}addUpdateRange(e,t){this.updateRanges.push({start:e,count:t})}clearUpdateRanges(){this.updateRanges.length=0}clone(){return new this.constructor().copy(this)}copy(e){return this.name=e.name,this.source=e.source,this.mipmaps=e.mipmaps.slice(0),this.mapping=e.mapping,this.channel=e.channel,this.wrapS=e.wrapS,this.wrapT=e.wrapT,this.magFilter=e.magFilter,this.minFilter=e.minFilter,this.anisotropy=e.anisotropy,this.format=e.format,this.internalFormat=e.internalFormat,this.type=e.type,this.normalized=e.normalized,this.offset.copy(e.offset),this.repeat.copy(e.repeat),this.center.copy(e.center),this.rotation=e.rotation,this.matrixAutoUpdate=e.matrixAutoUpdate,this.matrix.copy(e.matrix),this.generateMipmaps=e.generateMipmaps,this.mipmapsAutoUpdate=e.mipmapsAutoUpdate,this.premultiplyAlpha=e.premultiplyAlpha,this.flipY=e.flipY,this.unpackAlignment=e.unpackAlignment,this.colorSpace=e.colorSpace,this.renderTarget=e.renderTarget,this.isRenderTargetTexture=e.isRenderTargetTexture,this.isPMREMTexture=e.isPMREMTexture,this.isArrayTexture=e.isArrayTexture,this.userData=JSON.parse(JSON.stringify(e.userData)),this.needsUpdate=!0,this}setValues(e){for(let t in e){let n=e[t];if(n===void 0){Te(`Texture.setValues(): parameter '${t}' has value of undefined.`);continue}let s=this[t];if(s===void 0){Te(`Texture.setValues(): property '${t}' does not exist.`);continue}s&&n&&s.isVector2&&n.isVector2||s&&n&&s.isVector3&&n.isVector3||s&&n&&s.isMatrix3&&n.isMatrix3?s.copy(n):this[t]=n}}toJSON(e){let t=e===void 0||typeof e=="string";if(!t&&e.textures[this.uuid]!==void 0)return e.textures[this.uuid];let n={metadata:{version:4.7,type:"Texture",generator:"Texture.toJSON"},uuid:this.uuid,name:this.name,image:this.source.toJSON(e).uuid,mapping:this.mapping,channel:this.channel,repeat:[this.repeat.x,this.repeat.y],offset:[this.offset.x,this.offset.y],center:[this.center.x,this.center.y],rotation:this.rotation,wrap:[this.wrapS,this.wrapT],format:this.format,internalFormat:this.internalFormat,type:this.type,normalized:this.normalized,colorSpace:this.colorSpace,minFilter:this.minFilter,magFilter:this.magFilter,anisotropy:this.anisotropy,flipY:this.flipY,generateMipmaps:this.generateMipmaps,mipmapsAutoUpdate:this.mipmapsAutoUpdate,premultiplyAlpha:this.premultiplyAlpha,unpackAlignment:this.unpackAlignment};return Object.keys(this.userData).length>0&&(n.userData=this.userData),t||(e.textures[this.uuid]=n),n}dispose(){this.dispatchEvent({type:"dispose"})}transformUv(e){if(this.mapping!==Wh)return e;if(e.applyMatrix3(this.matrix),e.x<0||e.x>1)switch(this.wrapS){case Hn:e.x=e.x-Math.floor(e.x);break;case wn:e.x=e.x<0?0:1;break;case pr:Math.abs(Math.floor(e.x)%2)===1?e.x=Math.ceil(e.x)-e.x:e.x=e.x-Math.floor(e.x);break}if(e.y<0||e.y>1)switch(this.wrapT){case Hn:e.y=e.y-Math.floor(e.y);break;case wn:e.y=e.y<0?0:1;break;case pr:Math.abs(Math.floor(e.y)%2)===1?e.y=Math.ceil(e.y)-e.y:e.y=e.y-Math.floor(e.y);break}return this.flipY&&(e.y=1-e.y),e}set needsUpdate(e){e===!0&&(this.version++,this.source.needsUpdate=!0)}set needsPMREMUpdate(e){e===!0&&this.pmremVersion++}};At.DEFAULT_IMAGE=null;At.DEFAULT_MAPPING=Wh;At.DEFAULT_ANISOTROPY=1;var et=class{static{this.prototype.isVector4=!0}constructor(e=0,t=0,n=0,s=1){this.x=e,this.y=t,this.z=n,this.w=s}get width(){return this.z}set width(e){this.z=e}get height(){return this.w}set height(e){this.w=e}set(e,t,n,s){return this.x=e,this.y=t,this.z=n,this.w=s,this}setScalar(e){return this.x=e,this.y=e,this.z=e,this.w=e,this}setX(e){return this.x=e,this}setY(e){return this.y=e,this}setZ(e){return this.z=e,this}setW(e){return this.w=e,this}setComponent(e,t){switch(e){case 0:this.x=t;break;case 1:this.y=t;break;case 2:this.z=t;break;case 3:this.w=t;break;default:throw new Error("THREE.Vector4: index is out of range: "+e)}return this}getComponent(e){switch(e){case 0:return this.x;case 1:return this.y;case 2:return this.z;case 3:return this.w;default:throw new Error("THREE.Vector4: index is out of range: "+e)}}clone(){return new this.constructor(this.x,this.y,this.z,this.w)}copy(e){return this.x=e.x,this.y=e.y,this.z=e.z,this.w=e.w!==void 0?e.w:1,this}add(e){return this.x+=e.x,this.y+=e.y,this.z+=e.z,this.w+=e.w,this}addScalar(e){return this.x+=e,this.y+=e,this.z+=e,this.w+=e,this}addVectors(e,t){return this.x=e.x+t.x,this.y=e.y+t.y,this.z=e.z+t.z,this.w=e.w+t.w,this}addScaledVector(e,t){return this.x+=e.x*t,this.y+=e.y*t,this.z+=e.z*t,this.w+=e.w*t,this}sub(e){return this.x-=e.x,this.y-=e.y,this.z-=e.z,this.w-=e.w,this}subScalar(e){return this.x-=e,this.y-=e,this.z-=e,this.w-=e,this}subVectors(e,t){return this.x=e.x-t.x,this.y=e.y-t.y,this.z=e.z-t.z,this.w=e.w-t.w,this}multiply(e){return this.x*=e.x,this.y*=e.y,this.z*=e.z,this.w*=e.w,this}multiplyScalar(e){return this.x*=e,this.y*=e,this.z*=e,this.w*=e,this}applyMatrix4(e){let t=this.x,n=this.y,s=this.z,r=this.w,o=e.elements;return this.x=o[0]*t+o[4]*n+o[8]*s+o[12]*r,this.y=o[1]*t+o[5]*n+o[9]*s+o[13]*r,this.z=o[2]*t+o[6]*n+o[10]*s+o[14]*r,this.w=o[3]*t+o[7]*n+o[11]*s+o[15]*r,this}divide(e){return this.x/=e.x,this.y/=e.y,this.z/=e.z,this.w/=e.w,this}divideScalar(e){return this.multiplyScalar(1/e)}setAxisAngleFromQuaternion(e){this.w=2*Math.acos(e.w);let t=Math.sqrt(1-e.w*e.w);return t<1e-4?(this.x=1,this.y=0,this.z=0):(this.x=e.x/t,this.y=e.y/t,this.z=e.z/t),this}setAxisAngleFromRotationMatrix(e){let t,n,s,r,l=e.elements,c=l[0],u=l[4],h=l[8],d=l[1],f=l[5],g=l[9],x=l[2],p=l[6],m=l[10];if(Math.abs(u-d)<.01&&Math.abs(h-x)<.01&&Math.abs(g-p)<.01){if(Math.abs(u+d)<.1&&Math.abs(h+x)<.1&&Math.abs(g+p)<.1&&Math.abs(c+f+m-3)<.1)return this.set(1,0,0,0),this;t=Math.PI;let _=(c+1)/2,y=(f+1)/2,M=(m+1)/2,w=(u+d)/4,v=(h+x)/4,S=(g+p)/4;return _>y&&_>M?_<.01?(n=0,s=.707106781,r=.707106781):(n=Math.sqrt(_),s=w/n,r=v/n):y>M?y<.01?(n=.707106781,s=0,r=.707106781):(s=Math.sqrt(y),n=w/s,r=S/s):M<.01?(n=.707106781,s=.707106781,r=0):(r=Math.sqrt(M),n=v/r,s=S/r),this.set(n,s,r,t),this}let b=Math.sqrt((p-g)*(p-g)+(h-x)*(h-x)+(d-u)*(d-u));return Math.abs(b)<.001&&(b=1),this.x=(p-g)/b,this.y=(h-x)/b,this.z=(d-u)/b,this.w=Math.acos((c+f+m-1)/2),this}setFromMatrixPosition(e){let t=e.elements;return this.x=t[12],this.y=t[13],this.z=t[14],this.w=t[15],this}min(e){return this.x=Math.min(this.x,e.x),this.y=Math.min(this.y,e.y),this.z=Math.min(this.z,e.z),this.w=Math.min(this.w,e.w),this}max(e){return this.x=Math.max(this.x,e.x),this.y=Math.max(this.y,e.y),this.z=Math.max(this.z,e.z),this.w=Math.max(this.w,e.w),this}clamp(e,t){return this.x=Be(this.x,e.x,t.x),this.y=Be(this.y,e.y,t.y),this.z=Be(this.z,e.z,t.z),this.w=Be(this.w,e.w,t.w),this}clampScalar(e,t){return this.x=Be(this.x,e,t),this.y=Be(this.y,e,t),this.z=Be(this.z,e,t),this.w=Be(this.w,e,t),this}clampLength(e,t){let n=this.length();return this.divideScalar(n||1).multiplyScalar(Be(n,e,t))}floor(){return this.x=Math.floor(this.x),this.y=Math.floor(this.y),this.z=Math.floor(this.z),this.w=Math.floor(this.w),this}ceil(){return this.x=Math.ceil(this.x),this.y=Math.ceil(this.y),this.z=Math.ceil(this.z),this.w=Math.ceil(this.w),this}round(){return this.x=Math.round(this.x),this.y=Math.round(this.y),this.z=Math.round(this.z),this.w=Math.round(this.w),this}roundToZero(){return this.x=Math.trunc(this.x),this.y=Math.trunc(this.y),this.z=Math.trunc(this.z),this.w=Math.trunc(this.w),this}negate(){return this.x=-this.x,this.y=-this.y,this.z=-this.z,this.w=-this.w,this}dot(e){return this.x*e.x+this.y*e.y+this.z*e.z+this.w*e.w}lengthSq(){return this.x*this.x+this.y*this.y+this.z*this.z+this.w*this.w}length(){return Math.sqrt(this.x*this.x+this.y*this.y+this.z*this.z+this.w*this.w)}manhattanLength(){return Math.abs(this.x)+Math.abs(this.y)+Math.abs(this.z)+Math.abs(this.w)}normalize(){return this.divideScalar(this.length()||1)}setLength(e){return this.normalize().multiplyScalar(e)}lerp(e,t){return this.x+=(e.x-this.x)*t,this.y+=(e.y-this.y)*t,this.z+=(e.z-this.z)*t,this.w+=(e.w-this.w)*t,this}lerpVectors(e,t,n){return this.x=e.x+(t.x-e.x)*n,this.y=e.y+(t.y-e.y)*n,this.z=e.z+(t.z-e.z)*n,this.w=e.w+(t.w-e.w)*n,this}equals(e){return e.x===this.x&&e.y===this.y&&e.z===this.z&&e.w===this.w}fromArray(e,t=0){return this.x=e[t],this.y=e[t+1],this.z=e[t+2],this.w=e[t+3],this}toArray(e=[],t=0){return e[t]=this.x,e[t+1]=this.y,e[t+2]=this.z,e[t+3]=this.w,e}fromBufferAttribute(e,t){return this.x=e.getX(t),this.y=e.getY(t),this.z=e.getZ(t),this.w=e.getW(t),this}random(){return this.x=Math.random(),this.y=Math.random(),this.z=Math.random(),this.w=Math.random(),this}*[Symbol.iterator](){yield this.x,yield this.y,yield this.z,yield this.w}},yl=class extends pi{constructor(e=1,t=1,n={}){super(),n=Object.assign({generateMipmaps:!1,internalFormat:null,minFilter:Pt,depthBuffer:!0,stencilBuffer:!1,resolveColorBuffer:!0,resolveDepthBuffer:!0,resolveStencilBuffer:!0,storeMultisampledColorBuffer:!0,storeMultisampledDepthBuffer:!0,storeMultisampledStencilBuffer:!0,depthTexture:null,samples:0,count:1,depth:1,multiview:!1,useArrayDepthTexture:!1},n),this.isRenderTarget=!0,this.width=e,this.height=t,this.depth=n.depth,this.scissor=new et(0,0,e,t),this.scissorTest=!1,this.viewport=new et(0,0,e,t),this.textures=[];let s=n.count;for(let r=0;r<s;r++)this.textures[r]=new At({width:e,height:t,depth:n.depth}),this.textures[r].isRenderTargetTexture=!0,this.textures[r].renderTarget=this;this._setTextureOptions(n),this.depthBuffer=n.depthBuffer,this.stencilBuffer=n.stencilBuffer,this.resolveColorBuffer=n.resolveColorBuffer,this.resolveDepthBuffer=n.resolveDepthBuffer,this.resolveStencilBuffer=n.resolveStencilBuffer,this.storeMultisampledColorBuffer=n.storeMultisampledColorBuffer,this.storeMultisampledDepthBuffer=n.storeMultisampledDepthBuffer,this.storeMultisampledStencilBuffer=n.storeMultisampledStencilBuffer,this._depthTexture=null,this.depthTexture=n.depthTexture,this.samples=n.samples,this.multiview=n.multiview,this.useArrayDepthTexture=n.useArrayDepthTexture}_setTextureOptions(e={}){let t={minFilter:Pt,generateMipmaps:!1,flipY:!1,internalFormat:null};e.mapping!==void 0&&(t.mapping=e.mapping),e.wrapS!==void 0&&(t.wrapS=e.wrapS),e.wrapT!==void 0&&(t.wrapT=e.wrapT),e.wrapR!==void 0&&(t.wrapR=e.wrapR),e.magFilter!==void 0&&(t.magFilter=e.magFilter),e.minFilter!==void 0&&(t.minFilter=e.minFilter),e.format!==void 0&&(t.format=e.format),e.type!==void 0&&(t.type=e.type),e.anisotropy!==void 0&&(t.anisotropy=e.anisotropy),e.colorSpace!==void 0&&(t.colorSpace=e.colorSpace),e.flipY!==void 0&&(t.flipY=e.flipY),e.generateMipmaps!==void 0&&(t.generateMipmaps=e.generateMipmaps),e.mipmapsAutoUpdate!==void 0&&(t.mipmapsAutoUpdate=e.mipmapsAutoUpdate),e.internalFormat!==void 0&&(t.internalFormat=e.internalFormat);for(let n=0;n<this.textures.length;n++)this.textures[n].setValues(t)}get texture(){return this.textures[0]}set texture(e){this.textures[0]=e}set depthTexture(e){this._depthTexture!==null&&this._depthTexture.renderTarget===this&&(this._depthTexture.renderTarget=null),e!==null&&e.renderTarget===null&&(e.renderTarget=this),this._depthTexture=e}get depthTexture(){return this._depthTexture}setSize(e,t,n=1){if(this.width!==e||this.height!==t||this.depth!==n){this.width=e,this.height=t,this.depth=n;for(let s=0,r=this.textures.length;s<r;s++)this.textures[s].image.width=e,this.textures[s].image.height=t,this.textures[s].image.depth=n,this.textures[s].isData3DTexture!==!0&&(this.textures[s].isArrayTexture=this.textures[s].image.depth>1);this.dispose()}this.viewport.set(0,0,e,t),this.scissor.set(0,0,e,t)}clone(){return new this.constructor().copy(this)}copy(e){this.width=e.width,this.height=e.height,this.depth=e.depth,this.scissor.copy(e.scissor),this.scissorTest=e.scissorTest,this.viewport.copy(e.viewport),this.textures.length=0;for(let t=0,n=e.textures.length;t<n;t++){this.textures[t]=e.textures[t].clone(),this.textures[t].isRenderTargetTexture=!0,this.textures[t].renderTarget=this;let s=Object.assign({},e.textures[t].image);this.textures[t].source=new xr(s)}if(this.depthBuffer=e.depthBuffer,this.stencilBuffer=e.stencilBuffer,this.resolveColorBuffer=e.resolveColorBuffer,this.resolveDepthBuffer=e.resolveDepthBuffer,this.resolveStencilBuffer=e.resolveStencilBuffer,this.storeMultisampledColorBuffer=e.storeMultisampledColorBuffer,this.storeMultisampledDepthBuffer=e.storeMultisampledDepthBuffer,this.storeMultisampledStencilBuffer=e.storeMultisampledStencilBuffer,e.depthTexture!==null)if(e.depthTexture.renderTarget===e){let t=e.depthTexture.clone();t.renderTarget=null,this.depthTexture=t}else this.depthTexture=e.depthTexture;else this.depthTexture=null;return this.samples=e.samples,this.multiview=e.multiview,this.useArrayDepthTexture=e.useArrayDepthTexture,this}dispose(){this.dispatchEvent({type:"dispose"})}},gn=class extends yl{constructor(e=1,t=1,n={}){super(e,t,n),this.isWebGLRenderTarget=!0}},Co=class extends At{constructor(e=null,t=1,n=1,s=1){super(null),this.isDataArrayTexture=!0,this.image={data:e,width:t,height:n,depth:s},this.magFilter=wt,this.minFilter=wt,this.wrapR=wn,this.generateMipmaps=!1,this.flipY=!1,this.unpackAlignment=1,this.layerUpdates=new Set}copy(e){return super.copy(e),this.wrapR=e.wrapR,this}addLayerUpdate(e){this.layerUpdates.add(e)}clearLayerUpdates(){this.layerUpdates.clear()}};var vl=class extends At{constructor(e=null,t=1,n=1,s=1){super(null),this.isData3DTexture=!0,this.image={data:e,width:t,height:n,depth:s},this.magFilter=wt,this.minFilter=wt,this.wrapR=wn,this.generateMipmaps=!1,this.flipY=!1,this.unpackAlignment=1}copy(e){return super.copy(e),this.wrapR=e.wrapR,this}};var xe=class i{static{this.prototype.isMatrix4=!0}constructor(e,t,n,s,r,o,a,l,c,u,h,d,f,g,x,p){this.elements=[1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1],e!==void 0&&this.set(e,t,n,s,r,o,a,l,c,u,h,d,f,g,x,p)}set(e,t,n,s,r,o,a,l,c,u,h,d,f,g,x,p){let m=this.elements;return m[0]=e,m[4]=t,m[8]=n,m[12]=s,m[1]=r,m[5]=o,m[9]=a,m[13]=l,m[2]=c,m[6]=u,m[10]=h,m[14]=d,m[3]=f,m[7]=g,m[11]=x,m[15]=p,this}identity(){return this.set(1,0,0,0,0,1,0,0,0,0,1,0,0,0,0,1),this}clone(){return new i().fromArray(this.elements)}copy(e){let t=this.elements,n=e.elements;return t[0]=n[0],t[1]=n[1],t[2]=n[2],t[3]=n[3],t[4]=n[4],t[5]=n[5],t[6]=n[6],t[7]=n[7],t[8]=n[8],t[9]=n[9],t[10]=n[10],t[11]=n[11],t[12]=n[12],t[13]=n[13],t[14]=n[14],t[15]=n[15],this}copyPosition(e){let t=this.elements,n=e.elements;return t[12]=n[12],t[13]=n[13],t[14]=n[14],this}setFromMatrix3(e){let t=e.elements;return this.set(t[0],t[3],t[6],0,t[1],t[4],t[7],0,t[2],t[5],t[8],0,0,0,0,1),this}extractBasis(e,t,n){return this.determinantAffine()===0?(e.set(1,0,0),t.set(0,1,0),n.set(0,0,1),this):(e.setFromMatrixColumn(this,0),t.setFromMatrixColumn(this,1),n.setFromMatrixColumn(this,2),this)}makeBasis(e,t,n){return this.set(e.x,t.x,n.x,0,e.y,t.y,n.y,0,e.z,t.z,n.z,0,0,0,0,1),this}extractRotation(e){if(e.determinantAffine()===0)return this.identity();let t=this.elements,n=e.elements,s=1/$s.setFromMatrixColumn(e,0).length(),r=1/$s.setFromMatrixColumn(e,1).length(),o=1/$s.setFromMatrixColumn(e,2).length();return t[0]=n[0]*s,t[1]=n[1]*s,t[2]=n[2]*s,t[3]=0,t[4]=n[4]*r,t[5]=n[5]*r,t[6]=n[6]*r,t[7]=0,t[8]=n[8]*o,t[9]=n[9]*o,t[10]=n[10]*o,t[11]=0,t[12]=0,t[13]=0,t[14]=0,t[15]=1,this}makeRotationFromEuler(e){let t=this.elements,n=e.x,s=e.y,r=e.z,o=Math.cos(n),a=Math.sin(n),l=Math.cos(s),c=Math.sin(s),u=Math.cos(r),h=Math.sin(r);if(e.order==="XYZ"){let d=o*u,f=o*h,g=a*u,x=a*h;t[0]=l*u,t[4]=-l*h,t[8]=c,t[1]=f+g*c,t[5]=d-x*c,t[9]=-a*l,t[2]=x-d*c,t[6]=g+f*c,t[10]=o*l}else if(e.order==="YXZ"){let d=l*u,f=l*h,g=c*u,x=c*h;t[0]=d+x*a,t[4]=g*a-f,t[8]=o*c,t[1]=o*h,t[5]=o*u,t[9]=-a,t[2]=f*a-g,t[6]=x+d*a,t[10]=o*l}else if(e.order==="ZXY"){let d=l*u,f=l*h,g=c*u,x=c*h;t[0]=d-x*a,t[4]=-o*h,t[8]=g+f*a,t[1]=f+g*a,t[5]=o*u,t[9]=x-d*a,t[2]=-o*c,t[6]=a,t[10]=o*l}else if(e.order==="ZYX"){let d=o*u,f=o*h,g=a*u,x=a*h;t[0]=l*u,t[4]=g*c-f,t[8]=d*c+x,t[1]=l*h,t[5]=x*c+d,t[9]=f*c-g,t[2]=-c,t[6]=a*l,t[10]=o*l}else if(e.order==="YZX"){let d=o*l,f=o*c,g=a*l,x=a*c;t[0]=l*u,t[4]=x-d*h,t[8]=g*h+f,t[1]=h,t[5]=o*u,t[9]=-a*u,t[2]=-c*u,t[6]=f*h+g,t[10]=d-x*h}else if(e.order==="XZY"){let d=o*l,f=o*c,g=a*l,x=a*c;t[0]=l*u,t[4]=-h,t[8]=c*u,t[1]=d*h+x,t[5]=o*u,t[9]=f*h-g,t[2]=g*h-f,t[6]=a*u,t[10]=x*h+d}return t[3]=0,t[7]=0,t[11]=0,t[12]=0,t[13]=0,t[14]=0,t[15]=1,this}makeRotationFromQuaternion(e){return this.compose(by,e,xy)}lookAt(e,t,n){let s=this.elements;return In.subVectors(e,t),In.lengthSq()===0&&(In.z=1),In.normalize(),os.crossVectors(n,In),os.lengthSq()===0&&(Math.abs(n.z)===1?In.x+=1e-4:In.z+=1e-4,In.normalize(),os.crossVectors(n,In)),os.normalize(),Na.crossVectors(In,os),s[0]=os.x,s[4]=Na.x,s[8]=In.x,s[1]=os.y,s[5]=Na.y,s[9]=In.y,s[2]=os.z,s[6]=Na.z,s[10]=In.z,this}multiply(e){return this.multiplyMatrices(this,e)}premultiply(e){return this.multiplyMatrices(e,this)}multiplyMatrices(e,t){let n=e.elements,s=t.elements,r=this.elements,o=n[0],a=n[4],l=n[8],c=n[12],u=n[1],h=n[5],d=n[9],f=n[13],g=n[2],x=n[6],p=n[10],m=n[14],b=n[3],_=n[7],y=n[11],M=n[15],w=s[0],v=s[4],S=s[8],L=s[12],E=s[1],R=s[5],P=s[9],N=s[13],k=s[2],U=s[6],V=s[10],H=s[14],te=s[3],q=s[7],Q=s[11],ee=s[15];return r[0]=o*w+a*E+l*k+c*te,r[4]=o*v+a*R+l*U+c*q,r[8]=o*S+a*P+l*V+c*Q,r[12]=o*L+a*N+l*H+c*ee,r[1]=u*w+h*E+d*k+f*te,r[5]=u*v+h*R+d*U+f*q,r[9]=u*S+h*P+d*V+f*Q,r[13]=u*L+h*N+d*H+f*ee,r[2]=g*w+x*E+p*k+m*te,r[6]=g*v+x*R+p*U+m*q,r[10]=g*S+x*P+p*V+m*Q,r[14]=g*L+x*N+p*H+m*ee,r[3]=b*w+_*E+y*k+M*te,r[7]=b*v+_*R+y*U+M*q,r[11]=b*S+_*P+y*V+M*Q,r[15]=b*L+_*N+y*H+M*ee,this}multiplyScalar(e){let t=this.elements;return t[0]*=e,t[4]*=e,t[8]*=e,t[12]*=e,t[1]*=e,t[5]*=e,t[9]*=e,t[13]*=e,t[2]*=e,t[6]*=e,t[10]*=e,t[14]*=e,t[3]*=e,t[7]*=e,t[11]*=e,t[15]*=e,this}determinant(){let e=this.elements,t=e[0],n=e[4],s=e[8],r=e[12],o=e[1],a=e[5],l=e[9],c=e[13],u=e[2],h=e[6],d=e[10],f=e[14],g=e[3],x=e[7],p=e[11],m=e[15],b=l*f-c*d,_=a*f-c*h,y=a*d-l*h,M=o*f-c*u,w=o*d-l*u,v=o*h-a*u;return t*(x*b-p*_+m*y)-n*(g*b-p*M+m*w)+s*(g*_-x*M+m*v)-r*(g*y-x*w+p*v)}determinantAffine(){let e=this.elements,t=e[0],n=e[4],s=e[8],r=e[1],o=e[5],a=e[9],l=e[2],c=e[6],u=e[10];return t*(o*u-a*c)-n*(r*u-a*l)+s*(r*c-o*l)}transpose(){let e=this.elements,t;return t=e[1],e[1]=e[4],e[4]=t,t=e[2],e[2]=e[8],e[8]=t,t=e[6],e[6]=e[9],e[9]=t,t=e[3],e[3]=e[12],e[12]=t,t=e[7],e[7]=e[13],e[13]=t,t=e[11],e[11]=e[14],e[14]=t,this}setPosition(e,t,n){let s=this.elements;return e.isVector3?(s[12]=e.x,s[13]=e.y,s[14]=e.z):(s[12]=e,s[13]=t,s[14]=n),this}invert(){let e=this.elements,t=e[0],n=e[1],s=e[2],r=e[3],o=e[4],a=e[5],l=e[6],c=e[7],u=e[8],h=e[9],d=e[10],f=e[11],g=e[12],x=e[13],p=e[14],m=e[15],b=t*a-n*o,_=t*l-s*o,y=t*c-r*o,M=n*l-s*a,w=n*c-r*a,v=s*c-r*l,S=u*x-h*g,L=u*p-d*g,E=u*m-f*g,R=h*p-d*x,P=h*m-f*x,N=d*m-f*p,k=b*N-_*P+y*R+M*E-w*L+v*S;if(k===0)return this.set(0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0);let U=1/k;return e[0]=(a*N-l*P+c*R)*U,e[1]=(s*P-n*N-r*R)*U,e[2]=(x*v-p*w+m*M)*U,e[3]=(d*w-h*v-f*M)*U,e[4]=(l*E-o*N-c*L)*U,e[5]=(t*N-s*E+r*L)*U,e[6]=(p*y-g*v-m*_)*U,e[7]=(u*v-d*y+f*_)*U,e[8]=(o*P-a*E+c*S)*U,e[9]=(n*E-t*P-r*S)*U,e[10]=(g*w-x*y+m*b)*U,e[11]=(h*y-u*w-f*b)*U,e[12]=(a*L-o*R-l*S)*U,e[13]=(t*R-n*L+s*S)*U,e[14]=(x*_-g*M-p*b)*U,e[15]=(u*M-h*_+d*b)*U,this}scale(e){let t=this.elements,n=e.x,s=e.y,r=e.z;return t[0]*=n,t[4]*=s,t[8]*=r,t[1]*=n,t[5]*=s,t[9]*=r,t[2]*=n,t[6]*=s,t[10]*=r,t[3]*=n,t[7]*=s,t[11]*=r,this}getMaxScaleOnAxis(){let e=this.elements,t=e[0]*e[0]+e[1]*e[1]+e[2]*e[2],n=e[4]*e[4]+e[5]*e[5]+e[6]*e[6],s=e[8]*e[8]+e[9]*e[9]+e[10]*e[10];return Math.sqrt(Math.max(t,n,s))}makeTranslation(e,t,n){return e.isVector3?this.set(1,0,0,e.x,0,1,0,e.y,0,0,1,e.z,0,0,0,1):this.set(1,0,0,e,0,1,0,t,0,0,1,n,0,0,0,1),this}makeRotationX(e){let t=Math.cos(e),n=Math.sin(e);return this.set(1,0,0,0,0,t,-n,0,0,n,t,0,0,0,0,1),this}makeRotationY(e){let t=Math.cos(e),n=Math.sin(e);return this.set(t,0,n,0,0,1,0,0,-n,0,t,0,0,0,0,1),this}makeRotationZ(e){let t=Math.cos(e),n=Math.sin(e);return this.set(t,-n,0,0,n,t,0,0,0,0,1,0,0,0,0,1),this}makeRotationAxis(e,t){let n=Math.cos(t),s=Math.sin(t),r=1-n,o=e.x,a=e.y,l=e.z,c=r*o,u=r*a;return this.set(c*o+n,c*a-s*l,c*l+s*a,0,c*a+s*l,u*a+n,u*l-s*o,0,c*l-s*a,u*l+s*o,r*l*l+n,0,0,0,0,1),this}makeScale(e,t,n){return this.set(e,0,0,0,0,t,0,0,0,0,n,0,0,0,0,1),this}makeShear(e,t,n,s,r,o){return this.set(1,n,r,0,e,1,o,0,t,s,1,0,0,0,0,1),this}compose(e,t,n){let s=this.elements,r=t._x,o=t._y,a=t._z,l=t._w,c=r+r,u=o+o,h=a+a,d=r*c,f=r*u,g=r*h,x=o*u,p=o*h,m=a*h,b=l*c,_=l*u,y=l*h,M=n.x,w=n.y,v=n.z;return s[0]=(1-(x+m))*M,s[1]=(f+y)*M,s[2]=(g-_)*M,s[3]=0,s[4]=(f-y)*w,s[5]=(1-(d+m))*w,s[6]=(p+b)*w,s[7]=0,s[8]=(g+_)*v,s[9]=(p-b)*v,s[10]=(1-(d+x))*v,s[11]=0,s[12]=e.x,s[13]=e.y,s[14]=e.z,s[15]=1,this}decompose(e,t,n){let s=this.elements;e.x=s[12],e.y=s[13],e.z=s[14];let r=this.determinantAffine();if(r===0)return n.set(1,1,1),t.identity(),this;let o=$s.set(s[0],s[1],s[2]).length(),a=$s.set(s[4],s[5],s[6]).length(),l=$s.set(s[8],s[9],s[10]).length();r<0&&(o=-o),Qn.copy(this);let c=1/o,u=1/a,h=1/l;return Qn.elements[0]*=c,Qn.elements[1]*=c,Qn.elements[2]*=c,Qn.elements[4]*=u,Qn.elements[5]*=u,Qn.elements[6]*=u,Qn.elements[8]*=h,Qn.elements[9]*=h,Qn.elements[10]*=h,t.setFromRotationMatrix(Qn),n.x=o,n.y=a,n.z=l,this}makePerspective(e,t,n,s,r,o,a=Gn,l=!1){let c=this.elements,u=2*r/(t-e),h=2*r/(n-s),d=(t+e)/(t-e),f=(n+s)/(n-s),g,x;if(l)g=r/(o-r),x=o*r/(o-r);else if(a===Gn)g=-(o+r)/(o-r),x=-2*o*r/(o-r);else if(a===mr)g=-o/(o-r),x=-o*r/(o-r);else throw new Error("THREE.Matrix4.makePerspective(): Invalid coordinate system: "+a);return c[0]=u,c[4]=0,c[8]=d,c[12]=0,c[1]=0,c[5]=h,c[9]=f,c[13]=0,c[2]=0,c[6]=0,c[10]=g,c[14]=x,c[3]=0,c[7]=0,c[11]=-1,c[15]=0,this}makeOrthographic(e,t,n,s,r,o,a=Gn,l=!1){let c=this.elements,u=2/(t-e),h=2/(n-s),d=-(t+e)/(t-e),f=-(n+s)/(n-s),g,x;if(l)g=1/(o-r),x=o/(o-r);else if(a===Gn)g=-2/(o-r),x=-(o+r)/(o-r);else if(a===mr)g=-1/(o-r),x=-r/(o-r);else throw new Error("THREE.Matrix4.makeOrthographic(): Invalid coordinate system: "+a);return c[0]=u,c[4]=0,c[8]=0,c[12]=d,c[1]=0,c[5]=h,c[9]=0,c[13]=f,c[2]=0,c[6]=0,c[10]=g,c[14]=x,c[3]=0,c[7]=0,c[11]=0,c[15]=1,this}equals(e){let t=this.elements,n=e.elements;for(let s=0;s<16;s++)if(t[s]!==n[s])return!1;return!0}fromArray(e,t=0){for(let n=0;n<16;n++)this.elements[n]=e[n+t];return this}toArray(e=[],t=0){let n=this.elements;return e[t]=n[0],e[t+1]=n[1],e[t+2]=n[2],e[t+3]=n[3],e[t+4]=n[4],e[t+5]=n[5],e[t+6]=n[6],e[t+7]=n[7],e[t+8]=n[8],e[t+9]=n[9],e[t+10]=n[10],e[t+11]=n[11],e[t+12]=n[12],e[t+13]=n[13],e[t+14]=n[14],e[t+15]=n[15],e}},$s=new C,Qn=new xe,by=new C(0,0,0),xy=new C(1,1,1),os=new C,Na=new C,In=new C,bp=new xe,xp=new lt,Gi=class i{constructor(e=0,t=0,n=0,s=i.DEFAULT_ORDER){this.isEuler=!0,this._x=e,this._y=t,this._z=n,this._order=s}get x(){return this._x}set x(e){this._x=e,this._onChangeCallback()}get y(){return this._y}set y(e){this._y=e,this._onChangeCallback()}get z(){return this._z}set z(e){this._z=e,this._onChangeCallback()}get order(){return this._order}set order(e){this._order=e,this._onChangeCallback()}set(e,t,n,s=this._order){return this._x=e,this._y=t,this._z=n,this._order=s,this._onChangeCallback(),this}clone(){return new this.constructor(this._x,this._y,this._z,this._order)}copy(e){return this._x=e._x,this._y=e._y,this._z=e._z,this._order=e._order,this._onChangeCallback(),this}setFromRotationMatrix(e,t=this._order,n=!0){let s=e.elements,r=s[0],o=s[4],a=s[8],l=s[1],c=s[5],u=s[9],h=s[2],d=s[6],f=s[10];switch(t){case"XYZ":this._y=Math.asin(Be(a,-1,1)),Math.abs(a)<.9999999?(this._x=Math.atan2(-u,f),this._z=Math.atan2(-o,r)):(this._x=Math.atan2(d,c),this._z=0);break;case"YXZ":this._x=Math.asin(-Be(u,-1,1)),Math.abs(u)<.9999999?(this._y=Math.atan2(a,f),this._z=Math.atan2(l,c)):(this._y=Math.atan2(-h,r),this._z=0);break;case"ZXY":this._x=Math.asin(Be(d,-1,1)),Math.abs(d)<.9999999?(this._y=Math.atan2(-h,f),this._z=Math.atan2(-o,c)):(this._y=0,this._z=Math.atan2(l,r));break;case"ZYX":this._y=Math.asin(-Be(h,-1,1)),Math.abs(h)<.9999999?(this._x=Math.atan2(d,f),this._z=Math.atan2(l,r)):(this._x=0,this._z=Math.atan2(-o,c));break;case"YZX":this._z=Math.asin(Be(l,-1,1)),Math.abs(l)<.9999999?(this._x=Math.atan2(-u,c),this._y=Math.atan2(-h,r)):(this._x=0,this._y=Math.atan2(a,f));break;case"XZY":this._z=Math.asin(-Be(o,-1,1)),Math.abs(o)<.9999999?(this._x=Math.atan2(d,c),this._y=Math.atan2(a,r)):(this._x=Math.atan2(-u,f),this._y=0);break;default:Te("Euler: .setFromRotationMatrix() encountered an unknown order: "+t)}return this._order=t,n===!0&&this._onChangeCallback(),this}setFromQuaternion(e,t,n){return bp.makeRotationFromQuaternion(e),this.setFromRotationMatrix(bp,t,n)}setFromVector3(e,t=this._order){return this.set(e.x,e.y,e.z,t)}reorder(e){return xp.setFromEuler(this),this.setFromQuaternion(xp,e)}equals(e){return e._x===this._x&&e._y===this._y&&e._z===this._z&&e._order===this._order}fromArray(e){return this._x=e[0],this._y=e[1],this._z=e[2],e[3]!==void 0&&(this._order=e[3]),this._onChangeCallback(),this}toArray(e=[],t=0){return e[t]=this._x,e[t+1]=this._y,e[t+2]=this._z,e[t+3]=this._order,e}_onChange(e){return this._onChangeCallback=e,this}_onChangeCallback(){}*[Symbol.iterator](){yield this._x,yield this._y,yield this._z,yield this._order}};Gi.DEFAULT_ORDER="XYZ";var yr=class{constructor(){this.mask=1}set(e){this.mask=(1<<e|0)>>>0}enable(e){this.mask|=1<<e|0}enableAll(){this.mask=-1}toggle(e){this.mask^=1<<e|0}disable(e){this.mask&=~(1<<e|0)}disableAll(){this.mask=0}test(e){return(this.mask&e.mask)!==0}isEnabled(e){return(this.mask&(1<<e|0))!==0}},yy=0,yp=new C,Zs=new lt,ki=new xe,Fa=new C,go=new C,vy=new C,_y=new lt,vp=new C(1,0,0),_p=new C(0,1,0),Mp=new C(0,0,1),Sp={type:"added"},My={type:"removed"},Qs={type:"childadded",child:null},Ku={type:"childremoved",child:null},bt=class i extends pi{constructor(){super(),this.isObject3D=!0,Object.defineProperty(this,"id",{value:yy++}),this.uuid=Si(),this.name="",this.type="Object3D",this.parent=null,this.children=[],this.up=i.DEFAULT_UP.clone();let e=new C,t=new Gi,n=new lt,s=new C(1,1,1);function r(){n.setFromEuler(t,!1)}function o(){t.setFromQuaternion(n,void 0,!1)}t._onChange(r),n._onChange(o),Object.defineProperties(this,{position:{configurable:!0,enumerable:!0,value:e},rotation:{configurable:!0,enumerable:!0,value:t},quaternion:{configurable:!0,enumerable:!0,value:n},scale:{configurable:!0,enumerable:!0,value:s},modelViewMatrix:{value:new xe},normalMatrix:{value:new ke}}),this.matrix=new xe,this.matrixWorld=new xe,this.matrixAutoUpdate=i.DEFAULT_MATRIX_AUTO_UPDATE,this.matrixWorldAutoUpdate=i.DEFAULT_MATRIX_WORLD_AUTO_UPDATE,this.matrixWorldNeedsUpdate=!1,this.layers=new yr,this.visible=!0,this.castShadow=!1,this.receiveShadow=!1,this.frustumCulled=!0,this.renderOrder=0,this.animations=[],this.customDepthMaterial=void 0,this.customDistanceMaterial=void 0,this.static=!1,this.userData={},this.pivot=null}onBeforeShadow(){}onAfterShadow(){}onBeforeRender(){}onAfterRender(){}applyMatrix4(e){this.matrixAutoUpdate&&this.updateMatrix(),this.matrix.premultiply(e),this.matrix.decompose(this.position,this.quaternion,this.scale),this.pivot!==null&&this.position.copy(this.pivot).applyMatrix4(this.matrix).sub(this.pivot)}applyQuaternion(e){return this.quaternion.premultiply(e),this}setRotationFromAxisAngle(e,t){this.quaternion.setFromAxisAngle(e,t)}setRotationFromEuler(e){this.quaternion.setFromEuler(e,!0)}setRotationFromMatrix(e){this.quaternion.setFromRotationMatrix(e)}setRotationFromQuaternion(e){this.quaternion.copy(e)}rotateOnAxis(e,t){return Zs.setFromAxisAngle(e,t),this.quaternion.multiply(Zs),this}rotateOnWorldAxis(e,t){return Zs.setFromAxisAngle(e,t),this.quaternion.premultiply(Zs),this}rotateX(e){return this.rotateOnAxis(vp,e)}rotateY(e){return this.rotateOnAxis(_p,e)}rotateZ(e){return this.rotateOnAxis(Mp,e)}translateOnAxis(e,t){return yp.copy(e).applyQuaternion(this.quaternion),this.position.add(yp.multiplyScalar(t)),this}translateX(e){return this.translateOnAxis(vp,e)}translateY(e){return this.translateOnAxis(_p,e)}translateZ(e){return this.translateOnAxis(Mp,e)}localToWorld(e){return this.updateWorldMatrix(!0,!1),e.applyMatrix4(this.matrixWorld)}worldToLocal(e){return this.updateWorldMatrix(!0,!1),e.applyMatrix4(ki.copy(this.matrixWorld).invert())}lookAt(e,t,n){e.isVector3?Fa.copy(e):Fa.set(e,t,n);let s=this.parent;this.updateWorldMatrix(!0,!1),go.setFromMatrixPosition(this.matrixWorld),this.isCamera||this.isLight?ki.lookAt(go,Fa,this.up):ki.lookAt(Fa,go,this.up),this.quaternion.setFromRotationMatrix(ki),s&&(ki.extractRotation(s.matrixWorld),Zs.setFromRotationMatrix(ki),this.quaternion.premultiply(Zs.invert()))}add(e){if(arguments.length>1){for(let t=0;t<arguments.length;t++)this.add(arguments[t]);return this}return e===this?(De("Object3D.add: object can't be added as a child of itself.",e),this):(e&&e.isObject3D?(e.removeFromParent(),e.parent=this,this.children.push(e),e.dispatchEvent(Sp),Qs.child=e,this.dispatchEvent(Qs),Qs.child=null):De("Object3D.add: object not an instance of THREE.Object3D.",e),this)}remove(e){if(arguments.length>1){for(let n=0;n<arguments.length;n++)this.remove(arguments[n]);return this}let t=this.children.indexOf(e);return t!==-1&&(e.parent=null,this.children.splice(t,1),e.dispatchEvent(My),Ku.child=e,this.dispatchEvent(Ku),Ku.child=null),this}removeFromParent(){let e=this.parent;return e!==null&&e.remove(this),this}clear(){return this.remove(...this.children)}attach(e){return this.updateWorldMatrix(!0,!1),ki.copy(this.matrixWorld).invert(),e.parent!==null&&(e.parent.updateWorldMatrix(!0,!1),ki.multiply(e.parent.matrixWorld)),e.applyMatrix4(ki),e.removeFromParent(),e.parent=this,this.children.push(e),e.updateWorldMatrix(!1,!0),e.dispatchEvent(Sp),Qs.child=e,this.dispatchEvent(Qs),Qs.child=null,this}getObjectById(e){return this.getObjectByProperty("id",e)}getObjectByName(e){return this.getObjectByProperty("name",e)}getObjectByProperty(e,t){if(this[e]===t)return this;for(let n=0,s=this.children.length;n<s;n++){let o=this.children[n].getObjectByProperty(e,t);if(o!==void 0)return o}}getObjectsByProperty(e,t,n=[]){this[e]===t&&n.push(this);let s=this.children;for(let r=0,o=s.length;r<o;r++)s[r].getObjectsByProperty(e,t,n);return n}getWorldPosition(e){return this.updateWorldMatrix(!0,!1),e.setFromMatrixPosition(this.matrixWorld)}getWorldQuaternion(e){return this.updateWorldMatrix(!0,!1),this.matrixWorld.decompose(go,e,vy),e}getWorldScale(e){return this.updateWorldMatrix(!0,!1),this.matrixWorld.decompose(go,_y,e),e}getWorldDirection(e){this.updateWorldMatrix(!0,!1);let t=this.matrixWorld.elements;return e.set(t[8],t[9],t[10]).normalize()}raycast(){}intersectsFrustum(){return!0}traverse(e){e(this);let t=this.children;for(let n=0,s=t.length;n<s;n++)t[n].traverse(e)}traverseVisible(e){if(this.visible===!1)return;e(this);let t=this.children;for(let n=0,s=t.length;n<s;n++)t[n].traverseVisible(e)}traverseAncestors(e){let t=this.parent;t!==null&&(e(t),t.traverseAncestors(e))}updateMatrix(){this.matrix.compose(this.position,this.quaternion,this.scale);let e=this.pivot;if(e!==null){let t=e.x,n=e.y,s=e.z,r=this.matrix.elements;r[12]+=t-r[0]*t-r[4]*n-r[8]*s,r[13]+=n-r[1]*t-r[5]*n-r[9]*s,r[14]+=s-r[2]*t-r[6]*n-r[10]*s}this.matrixWorldNeedsUpdate=!0}updateMatrixWorld(e){this.matrixAutoUpdate&&this.updateMatrix(),(this.matrixWorldNeedsUpdate||e)&&(this.matrixWorldAutoUpdate===!0&&(this.parent===null?this.matrixWorld.copy(this.matrix):this.matrixWorld.multiplyMatrices(this.parent.matrixWorld,this.matrix)),this.matrixWorldNeedsUpdate=!1,e=!0);let t=this.children;for(let n=0,s=t.length;n<s;n++)t[n].updateMatrixWorld(e)}updateWorldMatrix(e,t,n=!1){let s=this.parent;if(e===!0&&s!==null&&s.updateWorldMatrix(!0,!1),this.matrixAutoUpdate&&this.updateMatrix(),(this.matrixWorldNeedsUpdate||n)&&(this.matrixWorldAutoUpdate===!0&&(this.parent===null?this.matrixWorld.copy(this.matrix):this.matrixWorld.multiplyMatrices(this.parent.matrixWorld,this.matrix)),this.matrixWorldNeedsUpdate=!1,n=!0),t===!0){let r=this.children;for(let o=0,a=r.length;o<a;o++)r[o].updateWorldMatrix(!1,!0,n)}}toJSON(e){let t=e===void 0||typeof e=="string",n={};t&&(e={geometries:{},materials:{},textures:{},images:{},shapes:{},skeletons:{},animations:{},nodes:{}},n.metadata={version:4.7,type:"Object",generator:"Object3D.toJSON"});let s={};s.uuid=this.uuid,s.type=this.type,s.name=this.name,s.castShadow=this.castShadow,s.receiveShadow=this.receiveShadow,s.visible=this.visible,s.frustumCulled=this.frustumCulled,s.renderOrder=this.renderOrder,s.static=this.static,s.matrixAutoUpdate=this.matrixAutoUpdate,Object.keys(this.userData).length>0&&(s.userData=this.userData),s.layers=this.layers.mask,s.matrix=this.matrix.toArray(),s.up=this.up.toArray(),this.pivot!==null&&(s.pivot=this.pivot.toArray()),this.morphTargetDictionary!==void 0&&(s.morphTargetDictionary=Object.assign({},this.morphTargetDictionary)),this.morphTargetInfluences!==void 0&&(s.morphTargetInfluences=this.morphTargetInfluences.slice()),this.isInstancedMesh&&(s.type="InstancedMesh",s.count=this.count,s.instanceMatrix=this.instanceMatrix.toJSON(),this.instanceColor!==null&&(s.instanceColor=this.instanceColor.toJSON())),this.isBatchedMesh&&(s.type="BatchedMesh",s.perObjectFrustumCulled=this.perObjectFrustumCulled,s.sortObjects=this.sortObjects,s.drawRanges=this._drawRanges,s.reservedRanges=this._reservedRanges,s.geometryInfo=this._geometryInfo.map(a=>({...a,boundingBox:a.boundingBox?a.boundingBox.toJSON():void 0,boundingSphere:a.boundingSphere?a.boundingSphere.toJSON():void 0})),s.instanceInfo=this._instanceInfo.map(a=>({...a})),s.availableInstanceIds=this._availableInstanceIds.slice(),s.availableGeometryIds=this._availableGeometryIds.slice(),s.nextIndexStart=this._nextIndexStart,s.nextVertexStart=this._nextVertexStart,s.geometryCount=this._geometryCount,s.maxInstanceCount=this._maxInstanceCount,s.maxVertexCount=this._maxVertexCount,s.maxIndexCount=this._maxIndexCount,s.geometryInitialized=this._geometryInitialized,s.matricesTexture=this._matricesTexture.toJSON(e),s.indirectTexture=this._indirectTexture.toJSON(e),this._colorsTexture!==null&&(s.colorsTexture=this._colorsTexture.toJSON(e)),this.boundingSphere!==null&&(s.boundingSphere=this.boundingSphere.toJSON()),this.boundingBox!==null&&(s.boundingBox=this.boundingBox.toJSON()));function r(a,l){return a[l.uuid]===void 0&&(a[l.uuid]=l.toJSON(e)),l.uuid}if(this.isScene)this.background&&(this.background.isColor?s.background=this.background.toJSON():this.background.isTexture&&(s.background=this.background.toJSON(e).uuid)),this.environment&&this.environment.isTexture&&this.environment.isRenderTargetTexture!==!0&&(s.environment=this.environment.toJSON(e).uuid);else if(this.isMesh||this.isLine||this.isPoints){s.geometry=r(e.geometries,this.geometry);let a=this.geometry.parameters;if(a!==void 0&&a.shapes!==void 0){let l=a.shapes;if(Array.isArray(l))for(let c=0,u=l.length;c<u;c++){let h=l[c];r(e.shapes,h)}else r(e.shapes,l)}}if(this.isSkinnedMesh&&(s.bindMode=this.bindMode,s.bindMatrix=this.bindMatrix.toArray(),this.skeleton!==void 0&&(r(e.skeletons,this.skeleton),s.skeleton=this.skeleton.uuid)),this.material!==void 0)if(Array.isArray(this.material)){let a=[];for(let l=0,c=this.material.length;l<c;l++)a.push(r(e.materials,this.material[l]));s.material=a}else s.material=r(e.materials,this.material);if(this.children.length>0){s.children=[];for(let a=0;a<this.children.length;a++)s.children.push(this.children[a].toJSON(e).object)}if(this.animations.length>0){s.animations=[];for(let a=0;a<this.animations.length;a++){let l=this.animations[a];s.animations.push(r(e.animations,l))}}if(t){let a=o(e.geometries),l=o(e.materials),c=o(e.textures),u=o(e.images),h=o(e.shapes),d=o(e.skeletons),f=o(e.animations),g=o(e.nodes);a.length>0&&(n.geometries=a),l.length>0&&(n.materials=l),c.length>0&&(n.textures=c),u.length>0&&(n.images=u),h.length>0&&(n.shapes=h),d.length>0&&(n.skeletons=d),f.length>0&&(n.animations=f),g.length>0&&(n.nodes=g)}return n.object=s,n;function o(a){let l=[];for(let c in a){let u=a[c];delete u.metadata,l.push(u)}return l}}clone(e){return new this.constructor().copy(this,e)}copy(e,t=!0){if(this.name=e.name,this.up.copy(e.up),this.position.copy(e.position),this.rotation.order=e.rotation.order,this.quaternion.copy(e.quaternion),this.scale.copy(e.scale),this.pivot=e.pivot!==null?e.pivot.clone():null,this.matrix.copy(e.matrix),this.matrixWorld.copy(e.matrixWorld),this.matrixAutoUpdate=e.matrixAutoUpdate,this.matrixWorldAutoUpdate=e.matrixWorldAutoUpdate,this.matrixWorldNeedsUpdate=e.matrixWorldNeedsUpdate,this.layers.mask=e.layers.mask,this.visible=e.visible,this.castShadow=e.castShadow,this.receiveShadow=e.receiveShadow,this.frustumCulled=e.frustumCulled,this.renderOrder=e.renderOrder,this.static=e.static,this.animations=e.animations.slice(),this.userData=JSON.parse(JSON.stringify(e.userData)),t===!0)for(let n=0;n<e.children.length;n++){let s=e.children[n];this.add(s.clone())}return this}dispose(){this.dispatchEvent({type:"dispose"})}};bt.DEFAULT_UP=new C(0,1,0);bt.DEFAULT_MATRIX_AUTO_UPDATE=!0;bt.DEFAULT_MATRIX_WORLD_AUTO_UPDATE=!0;var Lt=class extends bt{constructor(){super(),this.isGroup=!0,this.type="Group"}},Sy={type:"move"},vr=class{constructor(){this._targetRay=null,this._grip=null,this._hand=null}getHandSpace(){return this._hand===null&&(this._hand=new Lt,this._hand.matrixAutoUpdate=!1,this._hand.visible=!1,this._hand.joints={},this._hand.inputState={pinching:!1}),this._hand}getTargetRaySpace(){return this._targetRay===null&&(this._targetRay=new Lt,this._targetRay.matrixAutoUpdate=!1,this._targetRay.visible=!1,this._targetRay.hasLinearVelocity=!1,this._targetRay.linearVelocity=new C,this._targetRay.hasAngularVelocity=!1,this._targetRay.angularVelocity=new C),this._targetRay}getGripSpace(){return this._grip===null&&(this._grip=new Lt,this._grip.matrixAutoUpdate=!1,this._grip.visible=!1,this._grip.hasLinearVelocity=!1,this._grip.linearVelocity=new C,this._grip.hasAngularVelocity=!1,this._grip.angularVelocity=new C,this._grip.eventsEnabled=!1),this._grip}dispatchEvent(e){return this._targetRay!==null&&this._targetRay.dispatchEvent(e),this._grip!==null&&this._grip.dispatchEvent(e),this._hand!==null&&this._hand.dispatchEvent(e),this}connect(e){if(e&&e.hand){let t=this._hand;if(t)for(let n of e.hand.values())this._getHandJoint(t,n)}return this.dispatchEvent({type:"connected",data:e}),this}disconnect(e){return this.dispatchEvent({type:"disconnected",data:e}),this._targetRay!==null&&(this._targetRay.visible=!1),this._grip!==null&&(this._grip.visible=!1),this._hand!==null&&(this._hand.visible=!1),this}update(e,t,n){let s=null,r=null,o=null,a=this._targetRay,l=this._grip,c=this._hand;if(e&&t.session.visibilityState!=="visible-blurred"){if(c&&e.hand){o=!0;for(let x of e.hand.values()){let p=t.getJointPose(x,n),m=this._getHandJoint(c,x);p!==null&&(m.matrix.fromArray(p.transform.matrix),m.matrix.decompose(m.position,m.quaternion,m.scale),m.matrixWorldNeedsUpdate=!0,m.jointRadius=p.radius),m.visible=p!==null}let u=c.joints["index-finger-tip"],h=c.joints["thumb-tip"],d=u.position.distanceTo(h.position),f=.02,g=.005;c.inputState.pinching&&d>f+g?(c.inputState.pinching=!1,this.dispatchEvent({type:"pinchend",handedness:e.handedness,target:this})):!c.inputState.pinching&&d<=f-g&&(c.inputState.pinching=!0,this.dispatchEvent({type:"pinchstart",handedness:e.handedness,target:this}))}else l!==null&&e.gripSpace&&(r=t.getPose(e.gripSpace,n),r!==null&&(l.matrix.fromArray(r.transform.matrix),l.matrix.decompose(l.position,l.quaternion,l.scale),l.matrixWorldNeedsUpdate=!0,r.linearVelocity?(l.hasLinearVelocity=!0,l.linearVelocity.copy(r.linearVelocity)):l.hasLinearVelocity=!1,r.angularVelocity?(l.hasAngularVelocity=!0,l.angularVelocity.copy(r.angularVelocity)):l.hasAngularVelocity=!1,l.eventsEnabled&&l.dispatchEvent({type:"gripUpdated",data:e,target:this})));a!==null&&(s=t.getPose(e.targetRaySpace,n),s===null&&r!==null&&(s=r),s!==null&&(a.matrix.fromArray(s.transform.matrix),a.matrix.decompose(a.position,a.quaternion,a.scale),a.matrixWorldNeedsUpdate=!0,s.linearVelocity?(a.hasLinearVelocity=!0,a.linearVelocity.copy(s.linearVelocity)):a.hasLinearVelocity=!1,s.angularVelocity?(a.hasAngularVelocity=!0,a.angularVelocity.copy(s.angularVelocity)):a.hasAngularVelocity=!1,this.dispatchEvent(Sy)))}return a!==null&&(a.visible=s!==null),l!==null&&(l.visible=r!==null),c!==null&&(c.visible=o!==null),this}_getHandJoint(e,t){if(e.joints[t.jointName]===void 0){let n=new Lt;n.matrixAutoUpdate=!1,n.visible=!1,e.joints[t.jointName]=n,e.add(n)}return e.joints[t.jointName]}},zm={aliceblue:15792383,antiquewhite:16444375,aqua:65535,aquamarine:8388564,azure:15794175,beige:16119260,bisque:16770244,black:0,blanchedalmond:16772045,blue:255,blueviolet:9055202,brown:10824234,burlywood:14596231,cadetblue:6266528,chartreuse:8388352,chocolate:13789470,coral:16744272,cornflowerblue:6591981,cornsilk:16775388,crimson:14423100,cyan:65535,darkblue:139,darkcyan:35723,darkgoldenrod:12092939,darkgray:11119017,darkgreen:25600,darkgrey:11119017,darkkhaki:12433259,darkmagenta:9109643,darkolivegreen:5597999,darkorange:16747520,darkorchid:10040012,darkred:9109504,darksalmon:15308410,darkseagreen:9419919,darkslateblue:4734347,darkslategray:3100495,darkslategrey:3100495,darkturquoise:52945,darkviolet:9699539,deeppink:16716947,deepskyblue:49151,dimgray:6908265,dimgrey:6908265,dodgerblue:2003199,firebrick:11674146,floralwhite:16775920,forestgreen:2263842,fuchsia:16711935,gainsboro:14474460,ghostwhite:16316671,gold:16766720,goldenrod:14329120,gray:8421504,green:32768,greenyellow:11403055,grey:8421504,honeydew:15794160,hotpink:16738740,indianred:13458524,indigo:4915330,ivory:16777200,khaki:15787660,lavender:15132410,lavenderblush:16773365,lawngreen:8190976,lemonchiffon:16775885,lightblue:11393254,lightcoral:15761536,lightcyan:14745599,lightgoldenrodyellow:16448210,lightgray:13882323,lightgreen:9498256,lightgrey:13882323,lightpink:16758465,lightsalmon:16752762,lightseagreen:2142890,lightskyblue:8900346,lightslategray:7833753,lightslategrey:7833753,lightsteelblue:11584734,lightyellow:16777184,lime:65280,limegreen:3329330,linen:16445670,magenta:16711935,maroon:8388608,mediumaquamarine:6737322,mediumblue:205,mediumorchid:12211667,mediumpurple:9662683,mediumseagreen:3978097,mediumslateblue:8087790,mediumspringgreen:64154,mediumturquoise:4772300,mediumvioletred:13047173,midnightblue:1644912,mintcream:16121850,mistyrose:16770273,moccasin:16770229,navajowhite:16768685,navy:128,oldlace:16643558,olive:8421376,olivedrab:7048739,orange:16753920,orangered:16729344,orchid:14315734,palegoldenrod:15657130,palegreen:10025880,paleturquoise:11529966,palevioletred:14381203,papayawhip:16773077,peachpuff:16767673,peru:13468991,pink:16761035,plum:14524637,powderblue:11591910,purple:8388736,rebeccapurple:6697881,red:16711680,rosybrown:12357519,royalblue:4286945,saddlebrown:9127187,salmon:16416882,sandybrown:16032864,seagreen:3050327,seashell:16774638,sienna:10506797,silver:12632256,skyblue:8900331,slateblue:6970061,slategray:7372944,slategrey:7372944,snow:16775930,springgreen:65407,steelblue:4620980,tan:13808780,teal:32896,thistle:14204888,tomato:16737095,turquoise:4251856,violet:15631086,wheat:16113331,white:16777215,whitesmoke:16119285,yellow:16776960,yellowgreen:10145074},as={h:0,s:0,l:0},Oa={h:0,s:0,l:0};function Yu(i,e,t){return t<0&&(t+=1),t>1&&(t-=1),t<1/6?i+(e-i)*6*t:t<1/2?e:t<2/3?i+(e-i)*6*(2/3-t):i}var Ee=class{constructor(e,t,n){return this.isColor=!0,this.r=1,this.g=1,this.b=1,this.set(e,t,n)}set(e,t,n){if(t===void 0&&n===void 0){let s=e;s&&s.isColor?this.copy(s):typeof s=="number"?this.setHex(s):typeof s=="string"&&this.setStyle(s)}else this.setRGB(e,t,n);return this}setScalar(e){return this.r=e,this.g=e,this.b=e,this}setHex(e,t=St){return e=Math.floor(e),this.r=(e>>16&255)/255,this.g=(e>>8&255)/255,this.b=(e&255)/255,He.colorSpaceToWorking(this,t),this}setRGB(e,t,n,s=He.workingColorSpace){return this.r=e,this.g=t,this.b=n,He.colorSpaceToWorking(this,s),this}setHSL(e,t,n,s=He.workingColorSpace){if(e=id(e,1),t=Be(t,0,1),n=Be(n,0,1),t===0)this.r=this.g=this.b=n;else{let r=n<=.5?n*(1+t):n+t-n*t,o=2*n-r;this.r=Yu(o,r,e+1/3),this.g=Yu(o,r,e),this.b=Yu(o,r,e-1/3)}return He.colorSpaceToWorking(this,s),this}setStyle(e,t=St){function n(r){r!==void 0&&parseFloat(r)<1&&Te("Color: Alpha component of "+e+" will be ignored.")}let s;if(s=/^(\w+)\(([^\)]*)\)/.exec(e)){let r,o=s[1],a=s[2];switch(o){case"rgb":case"rgba":if(r=/^\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*(?:,\s*(\d+(?:\.\d+)?|\.\d+)\s*)?$/.exec(a))return n(r[4]),this.setRGB(Math.min(255,parseInt(r[1],10))/255,Math.min(255,parseInt(r[2],10))/255,Math.min(255,parseInt(r[3],10))/255,t);if(r=/^\s*(\d+(?:\.\d+)?|\.\d+)\%\s*,\s*(\d+(?:\.\d+)?|\.\d+)\%\s*,\s*(\d+(?:\.\d+)?|\.\d+)\%\s*(?:,\s*(\d+(?:\.\d+)?|\.\d+)\s*)?$/.exec(a))return n(r[4]),this.setRGB(Math.min(100,parseFloat(r[1]))/100,Math.min(100,parseFloat(r[2]))/100,Math.min(100,parseFloat(r[3]))/100,t);break;case"hsl":case"hsla":if(r=/^\s*([+-]?(?:\d+(?:\.\d+)?|\.\d+))\s*,\s*(\d+(?:\.\d+)?|\.\d+)\%\s*,\s*(\d+(?:\.\d+)?|\.\d+)\%\s*(?:,\s*(\d+(?:\.\d+)?|\.\d+)\s*)?$/.exec(a))return n(r[4]),this.setHSL(parseFloat(r[1])/360,parseFloat(r[2])/100,parseFloat(r[3])/100,t);break;default:Te("Color: Unknown color model "+e)}}else if(s=/^\#([A-Fa-f\d]+)$/.exec(e)){let r=s[1],o=r.length;if(o===3)return this.setRGB(parseInt(r.charAt(0),16)/15,parseInt(r.charAt(1),16)/15,parseInt(r.charAt(2),16)/15,t);if(o===6)return this.setHex(parseInt(r,16),t);Te("Color: Invalid hex color "+e)}else if(e&&e.length>0)return this.setColorName(e,t);return this}setColorName(e,t=St){let n=zm[e.toLowerCase()];return n!==void 0?this.setHex(n,t):Te("Color: Unknown color "+e),this}clone(){return new this.constructor(this.r,this.g,this.b)}copy(e){return this.r=e.r,this.g=e.g,this.b=e.b,this}copySRGBToLinear(e){return this.r=Bi(e.r),this.g=Bi(e.g),this.b=Bi(e.b),this}copyLinearToSRGB(e){return this.r=dr(e.r),this.g=dr(e.g),this.b=dr(e.b),this}convertSRGBToLinear(){return this.copySRGBToLinear(this),this}convertLinearToSRGB(){return this.copyLinearToSRGB(this),this}getHex(e=St){return He.workingToColorSpace(on.copy(this),e),Math.round(Be(on.r*255,0,255))*65536+Math.round(Be(on.g*255,0,255))*256+Math.round(Be(on.b*255,0,255))}getHexString(e=St){return("000000"+this.getHex(e).toString(16)).slice(-6)}getHSL(e,t=He.workingColorSpace){He.workingToColorSpace(on.copy(this),t);let n=on.r,s=on.g,r=on.b,o=Math.max(n,s,r),a=Math.min(n,s,r),l,c,u=(a+o)/2;if(a===o)l=0,c=0;else{let h=o-a;switch(c=u<=.5?h/(o+a):h/(2-o-a),o){case n:l=(s-r)/h+(s<r?6:0);break;case s:l=(r-n)/h+2;break;case r:l=(n-s)/h+4;break}l/=6}return e.h=l,e.s=c,e.l=u,e}getRGB(e,t=He.workingColorSpace){return He.workingToColorSpace(on.copy(this),t),e.r=on.r,e.g=on.g,e.b=on.b,e}getStyle(e=St){He.workingToColorSpace(on.copy(this),e);let t=on.r,n=on.g,s=on.b;return e!==St?`color(${e} ${t.toFixed(3)} ${n.toFixed(3)} ${s.toFixed(3)})`:`rgb(${Math.round(t*255)},${Math.round(n*255)},${Math.round(s*255)})`}offsetHSL(e,t,n){return this.getHSL(as),this.setHSL(as.h+e,as.s+t,as.l+n)}add(e){return this.r+=e.r,this.g+=e.g,this.b+=e.b,this}addColors(e,t){return this.r=e.r+t.r,this.g=e.g+t.g,this.b=e.b+t.b,this}addScalar(e){return this.r+=e,this.g+=e,this.b+=e,this}sub(e){return this.r=Math.max(0,this.r-e.r),this.g=Math.max(0,this.g-e.g),this.b=Math.max(0,this.b-e.b),this}multiply(e){return this.r*=e.r,this.g*=e.g,this.b*=e.b,this}multiplyScalar(e){return this.r*=e,this.g*=e,this.b*=e,this}lerp(e,t){return this.r+=(e.r-this.r)*t,this.g+=(e.g-this.g)*t,this.b+=(e.b-this.b)*t,this}lerpColors(e,t,n){return this.r=e.r+(t.r-e.r)*n,this.g=e.g+(t.g-e.g)*n,this.b=e.b+(t.b-e.b)*n,this}lerpHSL(e,t){this.getHSL(as),e.getHSL(Oa);let n=Ao(as.h,Oa.h,t),s=Ao(as.s,Oa.s,t),r=Ao(as.l,Oa.l,t);return this.setHSL(n,s,r),this}setFromVector3(e){return this.r=e.x,this.g=e.y,this.b=e.z,this}applyMatrix3(e){let t=this.r,n=this.g,s=this.b,r=e.elements;return this.r=r[0]*t+r[3]*n+r[6]*s,this.g=r[1]*t+r[4]*n+r[7]*s,this.b=r[2]*t+r[5]*n+r[8]*s,this}equals(e){return e.r===this.r&&e.g===this.g&&e.b===this.b}fromArray(e,t=0){return this.r=e[t],this.g=e[t+1],this.b=e[t+2],this}toArray(e=[],t=0){return e[t]=this.r,e[t+1]=this.g,e[t+2]=this.b,e}fromBufferAttribute(e,t){return this.r=e.getX(t),this.g=e.getY(t),this.b=e.getZ(t),this}toJSON(){return this.getHex()}*[Symbol.iterator](){yield this.r,yield this.g,yield this.b}},on=new Ee;Ee.NAMES=zm;var Vi=class extends bt{constructor(){super(),this.isScene=!0,this.type="Scene",this.background=null,this.environment=null,this.fog=null,this.backgroundBlurriness=0,this.backgroundIntensity=1,this.backgroundRotation=new Gi,this.environmentIntensity=1,this.environmentRotation=new Gi,this.overrideMaterial=null,typeof __THREE_DEVTOOLS__<"u"&&__THREE_DEVTOOLS__.dispatchEvent(new CustomEvent("observe",{detail:this}))}copy(e,t){return super.copy(e,t),this.background=e.background!==null?e.background.clone():null,this.environment=e.environment!==null?e.environment.clone():null,this.fog=e.fog!==null?e.fog.clone():null,this.backgroundBlurriness=e.backgroundBlurriness,this.backgroundIntensity=e.backgroundIntensity,this.backgroundRotation.copy(e.backgroundRotation),this.environmentIntensity=e.environmentIntensity,this.environmentRotation.copy(e.environmentRotation),this.overrideMaterial=e.overrideMaterial!==null?e.overrideMaterial.clone():null,this.matrixAutoUpdate=e.matrixAutoUpdate,this}toJSON(e){let t=super.toJSON(e);return this.fog!==null&&(t.object.fog=this.fog.toJSON()),t.object.backgroundBlurriness=this.backgroundBlurriness,t.object.backgroundIntensity=this.backgroundIntensity,t.object.backgroundRotation=this.backgroundRotation.toArray(),t.object.environmentIntensity=this.environmentIntensity,t.object.environmentRotation=this.environmentRotation.toArray(),t}},ei=new C,Di=new C,Ju=new C,Ni=new C,er=new C,tr=new C,wp=new C,$u=new C,Zu=new C,Qu=new C,eh=new et,th=new et,nh=new et,ln=class i{constructor(e=new C,t=new C,n=new C){this.a=e,this.b=t,this.c=n}static getNormal(e,t,n,s){s.subVectors(n,t),ei.subVectors(e,t),s.cross(ei);let r=s.lengthSq();return r>0?s.multiplyScalar(1/Math.sqrt(r)):s.set(0,0,0)}static getBarycoord(e,t,n,s,r){ei.subVectors(s,t),Di.subVectors(n,t),Ju.subVectors(e,t);let o=ei.dot(ei),a=ei.dot(Di),l=ei.dot(Ju),c=Di.dot(Di),u=Di.dot(Ju),h=o*c-a*a;if(h===0)return r.set(0,0,0),null;let d=1/h,f=(c*l-a*u)*d,g=(o*u-a*l)*d;return r.set(1-f-g,g,f)}static containsPoint(e,t,n,s){return this.getBarycoord(e,t,n,s,Ni)===null?!1:Ni.x>=0&&Ni.y>=0&&Ni.x+Ni.y<=1}static getInterpolation(e,t,n,s,r,o,a,l){return this.getBarycoord(e,t,n,s,Ni)===null?(l.x=0,l.y=0,"z"in l&&(l.z=0),"w"in l&&(l.w=0),null):(l.setScalar(0),l.addScaledVector(r,Ni.x),l.addScaledVector(o,Ni.y),l.addScaledVector(a,Ni.z),l)}static getInterpolatedAttribute(e,t,n,s,r,o){return eh.setScalar(0),th.setScalar(0),nh.setScalar(0),eh.fromBufferAttribute(e,t),th.fromBufferAttribute(e,n),nh.fromBufferAttribute(e,s),o.setScalar(0),o.addScaledVector(eh,r.x),o.addScaledVector(th,r.y),o.addScaledVector(nh,r.z),o}static isFrontFacing(e,t,n,s){return ei.subVectors(n,t),Di.subVectors(e,t),ei.cross(Di).dot(s)<0}set(e,t,n){return this.a.copy(e),this.b.copy(t),this.c.copy(n),this}setFromPointsAndIndices(e,t,n,s){return this.a.copy(e[t]),this.b.copy(e[n]),this.c.copy(e[s]),this}setFromAttributeAndIndices(e,t,n,s){return this.a.fromBufferAttribute(e,t),this.b.fromBufferAttribute(e,n),this.c.fromBufferAttribute(e,s),this}clone(){return new this.constructor().copy(this)}copy(e){return this.a.copy(e.a),this.b.copy(e.b),this.c.copy(e.c),this}getArea(){return ei.subVectors(this.c,this.b),Di.subVectors(this.a,this.b),ei.cross(Di).length()*.5}getMidpoint(e){return e.addVectors(this.a,this.b).add(this.c).multiplyScalar(1/3)}getNormal(e){return i.getNormal(this.a,this.b,this.c,e)}getPlane(e){return e.setFromCoplanarPoints(this.a,this.b,this.c)}getBarycoord(e,t){return i.getBarycoord(e,this.a,this.b,this.c,t)}getInterpolation(e,t,n,s,r){return i.getInterpolation(e,this.a,this.b,this.c,t,n,s,r)}containsPoint(e){return i.containsPoint(e,this.a,this.b,this.c)}isFrontFacing(e){return i.isFrontFacing(this.a,this.b,this.c,e)}intersectsBox(e){return e.intersectsTriangle(this)}closestPointToPoint(e,t){let n=this.a,s=this.b,r=this.c,o,a;er.subVectors(s,n),tr.subVectors(r,n),$u.subVectors(e,n);let l=er.dot($u),c=tr.dot($u);if(l<=0&&c<=0)return t.copy(n);Zu.subVectors(e,s);let u=er.dot(Zu),h=tr.dot(Zu);if(u>=0&&h<=u)return t.copy(s);let d=l*h-u*c;if(d<=0&&l>=0&&u<=0&&l-u>0)return o=l/(l-u),t.copy(n).addScaledVector(er,o);Qu.subVectors(e,r);let f=er.dot(Qu),g=tr.dot(Qu);if(g>=0&&f<=g)return t.copy(r);let x=f*c-l*g;if(x<=0&&c>=0&&g<=0)return a=c/(c-g),t.copy(n).addScaledVector(tr,a);let p=u*g-f*h;if(p<=0&&h-u>=0&&f-g>=0)return wp.subVectors(r,s),a=(h-u)/(h-u+(f-g)),t.copy(s).addScaledVector(wp,a);let m=1/(p+x+d);return o=x*m,a=d*m,t.copy(n).addScaledVector(er,o).addScaledVector(tr,a)}equals(e){return e.a.equals(this.a)&&e.b.equals(this.b)&&e.c.equals(this.c)}},We=class{constructor(e=new C(1/0,1/0,1/0),t=new C(-1/0,-1/0,-1/0)){this.isBox3=!0,this.min=e,this.max=t}set(e,t){return this.min.copy(e),this.max.copy(t),this}setFromArray(e){this.makeEmpty();for(let t=0,n=e.length;t<n;t+=3)this.expandByPoint(ti.fromArray(e,t));return this}setFromBufferAttribute(e){this.makeEmpty();for(let t=0,n=e.count;t<n;t++)this.expandByPoint(ti.fromBufferAttribute(e,t));return this}setFromPoints(e){this.makeEmpty();for(let t=0,n=e.length;t<n;t++)this.expandByPoint(e[t]);return this}setFromCenterAndSize(e,t){let n=ti.copy(t).multiplyScalar(.5);return this.min.copy(e).sub(n),this.max.copy(e).add(n),this}setFromObject(e,t=!1){return this.makeEmpty(),this.expandByObject(e,t)}clone(){return new this.constructor().copy(this)}copy(e){return this.min.copy(e.min),this.max.copy(e.max),this}makeEmpty(){return this.min.x=this.min.y=this.min.z=1/0,this.max.x=this.max.y=this.max.z=-1/0,this}isEmpty(){return this.max.x<this.min.x||this.max.y<this.min.y||this.max.z<this.min.z}getCenter(e){return this.isEmpty()?e.set(0,0,0):e.addVectors(this.min,this.max).multiplyScalar(.5)}getSize(e){return this.isEmpty()?e.set(0,0,0):e.subVectors(this.max,this.min)}expandByPoint(e){return this.min.min(e),this.max.max(e),this}expandByVector(e){return this.min.sub(e),this.max.add(e),this}expandByScalar(e){return this.min.addScalar(-e),this.max.addScalar(e),this}expandByObject(e,t=!1){e.updateWorldMatrix(!1,!1);let n=e.geometry;if(n!==void 0){let r=n.getAttribute("position");if(t===!0&&r!==void 0&&e.isInstancedMesh!==!0&&e.isBatchedMesh!==!0)for(let o=0,a=r.count;o<a;o++)e.isMesh===!0?e.getVertexPosition(o,ti):ti.fromBufferAttribute(r,o),ti.applyMatrix4(e.matrixWorld),this.expandByPoint(ti);else e.boundingBox!==void 0?(e.boundingBox===null&&e.computeBoundingBox(),Ua.copy(e.boundingBox)):(n.boundingBox===null&&n.computeBoundingBox(),Ua.copy(n.boundingBox)),Ua.applyMatrix4(e.matrixWorld),this.union(Ua)}let s=e.children;for(let r=0,o=s.length;r<o;r++)this.expandByObject(s[r],t);return this}containsPoint(e){return e.x>=this.min.x&&e.x<=this.max.x&&e.y>=this.min.y&&e.y<=this.max.y&&e.z>=this.min.z&&e.z<=this.max.z}containsBox(e){return this.min.x<=e.min.x&&e.max.x<=this.max.x&&this.min.y<=e.min.y&&e.max.y<=this.max.y&&this.min.z<=e.min.z&&e.max.z<=this.max.z}getParameter(e,t){return t.set((e.x-this.min.x)/(this.max.x-this.min.x),(e.y-this.min.y)/(this.max.y-this.min.y),(e.z-this.min.z)/(this.max.z-this.min.z))}intersectsBox(e){return e.max.x>=this.min.x&&e.min.x<=this.max.x&&e.max.y>=this.min.y&&e.min.y<=this.max.y&&e.max.z>=this.min.z&&e.min.z<=this.max.z}intersectsSphere(e){return this.clampPoint(e.center,ti),ti.distanceToSquared(e.center)<=e.radius*e.radius}intersectsPlane(e){let t,n;return e.normal.x>0?(t=e.normal.x*this.min.x,n=e.normal.x*this.max.x):(t=e.normal.x*this.max.x,n=e.normal.x*this.min.x),e.normal.y>0?(t+=e.normal.y*this.min.y,n+=e.normal.y*this.max.y):(t+=e.normal.y*this.max.y,n+=e.normal.y*this.min.y),e.normal.z>0?(t+=e.normal.z*this.min.z,n+=e.normal.z*this.max.z):(t+=e.normal.z*this.max.z,n+=e.normal.z*this.min.z),t<=-e.constant&&n>=-e.constant}intersectsTriangle(e){if(this.isEmpty())return!1;this.getCenter(bo),Ba.subVectors(this.max,bo),nr.subVectors(e.a,bo),ir.subVectors(e.b,bo),sr.subVectors(e.c,bo),ls.subVectors(ir,nr),cs.subVectors(sr,ir),Rs.subVectors(nr,sr);let t=[0,-ls.z,ls.y,0,-cs.z,cs.y,0,-Rs.z,Rs.y,ls.z,0,-ls.x,cs.z,0,-cs.x,Rs.z,0,-Rs.x,-ls.y,ls.x,0,-cs.y,cs.x,0,-Rs.y,Rs.x,0];return!ih(t,nr,ir,sr,Ba)||(t=[1,0,0,0,1,0,0,0,1],!ih(t,nr,ir,sr,Ba))?!1:(za.crossVectors(ls,cs),t=[za.x,za.y,za.z],ih(t,nr,ir,sr,Ba))}clampPoint(e,t){return t.copy(e).clamp(this.min,this.max)}distanceToPoint(e){return this.clampPoint(e,ti).distanceTo(e)}getBoundingSphere(e){return this.isEmpty()?e.makeEmpty():(this.getCenter(e.center),e.radius=this.getSize(ti).length()*.5),e}intersect(e){return this.min.max(e.min),this.max.min(e.max),this.isEmpty()&&this.makeEmpty(),this}union(e){return this.min.min(e.min),this.max.max(e.max),this}applyMatrix4(e){return this.isEmpty()?this:(Fi[0].set(this.min.x,this.min.y,this.min.z).applyMatrix4(e),Fi[1].set(this.min.x,this.min.y,this.max.z).applyMatrix4(e),Fi[2].set(this.min.x,this.max.y,this.min.z).applyMatrix4(e),Fi[3].set(this.min.x,this.max.y,this.max.z).applyMatrix4(e),Fi[4].set(this.max.x,this.min.y,this.min.z).applyMatrix4(e),Fi[5].set(this.max.x,this.min.y,this.max.z).applyMatrix4(e),Fi[6].set(this.max.x,this.max.y,this.min.z).applyMatrix4(e),Fi[7].set(this.max.x,this.max.y,this.max.z).applyMatrix4(e),this.setFromPoints(Fi),this)}translate(e){return this.min.add(e),this.max.add(e),this}equals(e){return e.min.equals(this.min)&&e.max.equals(this.max)}toJSON(){return{min:this.min.toArray(),max:this.max.toArray()}}fromJSON(e){return this.min.fromArray(e.min),this.max.fromArray(e.max),this}},Fi=[new C,new C,new C,new C,new C,new C,new C,new C],ti=new C,Ua=new We,nr=new C,ir=new C,sr=new C,ls=new C,cs=new C,Rs=new C,bo=new C,Ba=new C,za=new C,Cs=new C;function ih(i,e,t,n,s){for(let r=0,o=i.length-3;r<=o;r+=3){Cs.fromArray(i,r);let a=s.x*Math.abs(Cs.x)+s.y*Math.abs(Cs.y)+s.z*Math.abs(Cs.z),l=e.dot(Cs),c=t.dot(Cs),u=n.dot(Cs);if(Math.max(-Math.max(l,c,u),Math.min(l,c,u))>a)return!1}return!0}var Ft=new C,Ga=new Pe,wy=0,Je=class extends pi{constructor(e,t,n=!1){if(super(),Array.isArray(e))throw new TypeError("THREE.BufferAttribute: array should be a Typed Array.");this.isBufferAttribute=!0,Object.defineProperty(this,"id",{value:wy++}),this.name="",this.array=e,this.itemSize=t,this.count=e!==void 0?e.length/t:0,this.normalized=n,this.usage=td,this.updateRanges=[],this.gpuType=$t,this.version=0,this._normalizationScale=e!==void 0?yc(e):void 0}onUploadCallback(){}set needsUpdate(e){e===!0&&this.version++}setUsage(e){return this.usage=e,this}addUpdateRange(e,t){this.updateRanges.push({start:e,count:t})}clearUpdateRanges(){this.updateRanges.length=0}copy(e){return this.name=e.name,this.array=new e.array.constructor(e.array),this.itemSize=e.itemSize,this.count=e.count,this.normalized=e.normalized,this.usage=e.usage,this.gpuType=e.gpuType,this._normalizationScale=e._normalizationScale,this}copyAt(e,t,n){e*=this.itemSize,n*=t.itemSize;for(let s=0,r=this.itemSize;s<r;s++)this.array[e+s]=t.array[n+s];return this}copyArray(e){return this.array.set(e),this}applyMatrix3(e){if(this.itemSize===2)for(let t=0,n=this.count;t<n;t++)Ga.fromBufferAttribute(this,t),Ga.applyMatrix3(e),this.setXY(t,Ga.x,Ga.y);else if(this.itemSize===3)for(let t=0,n=this.count;t<n;t++)Ft.fromBufferAttribute(this,t),Ft.applyMatrix3(e),this.setXYZ(t,Ft.x,Ft.y,Ft.z);return this}applyMatrix4(e){for(let t=0,n=this.count;t<n;t++)Ft.fromBufferAttribute(this,t),Ft.applyMatrix4(e),this.setXYZ(t,Ft.x,Ft.y,Ft.z);return this}applyNormalMatrix(e){for(let t=0,n=this.count;t<n;t++)Ft.fromBufferAttribute(this,t),Ft.applyNormalMatrix(e),this.setXYZ(t,Ft.x,Ft.y,Ft.z);return this}transformDirection(e){for(let t=0,n=this.count;t<n;t++)Ft.fromBufferAttribute(this,t),Ft.transformDirection(e),this.setXYZ(t,Ft.x,Ft.y,Ft.z);return this}set(e,t=0){return this.array.set(e,t),this}getComponent(e,t){let n=this.array[e*this.itemSize+t];return this.normalized&&(n=this._denormalize(n)),n}setComponent(e,t,n){return this.normalized&&(n=this._normalize(n)),this.array[e*this.itemSize+t]=n,this}getX(e){let t=this.array[e*this.itemSize];return this.normalized&&(t=this._denormalize(t)),t}setX(e,t){return this.normalized&&(t=this._normalize(t)),this.array[e*this.itemSize]=t,this}getY(e){let t=this.array[e*this.itemSize+1];return this.normalized&&(t=this._denormalize(t)),t}setY(e,t){return this.normalized&&(t=this._normalize(t)),this.array[e*this.itemSize+1]=t,this}getZ(e){let t=this.array[e*this.itemSize+2];return this.normalized&&(t=this._denormalize(t)),t}setZ(e,t){return this.normalized&&(t=this._normalize(t)),this.array[e*this.itemSize+2]=t,this}getW(e){let t=this.array[e*this.itemSize+3];return this.normalized&&(t=this._denormalize(t)),t}setW(e,t){return this.normalized&&(t=this._normalize(t)),this.array[e*this.itemSize+3]=t,this}setXY(e,t,n){return e*=this.itemSize,this.normalized&&(t=this._normalize(t),n=this._normalize(n)),this.array[e+0]=t,this.array[e+1]=n,this}setXYZ(e,t,n,s){return e*=this.itemSize,this.normalized&&(t=this._normalize(t),n=this._normalize(n),s=this._normalize(s)),this.array[e+0]=t,this.array[e+1]=n,this.array[e+2]=s,this}setXYZW(e,t,n,s,r){return e*=this.itemSize,this.normalized&&(t=this._normalize(t),n=this._normalize(n),s=this._normalize(s),r=this._normalize(r)),this.array[e+0]=t,this.array[e+1]=n,this.array[e+2]=s,this.array[e+3]=r,this}onUpload(e){return this.onUploadCallback=e,this}clone(){return new this.constructor(this.array,this.itemSize).copy(this)}toJSON(){let e={itemSize:this.itemSize,type:this.array.constructor.name,array:Array.from(this.array),normalized:this.normalized};return e.name=this.name,e.usage=this.usage,e.gpuType=this.gpuType,e}dispose(){this.dispatchEvent({type:"dispose"})}_denormalize(e){let t=this._normalizationScale;return t!==void 0?Math.max(e/t,-1):rd(e,this.array)}_normalize(e){let t=this._normalizationScale;return t!==void 0?Math.round(e*t):od(e,this.array)}};var Po=class extends Je{constructor(e,t,n){super(new Uint16Array(e),t,n)}};var Io=class extends Je{constructor(e,t,n){super(new Uint32Array(e),t,n)}};var Xt=class extends Je{constructor(e,t,n){super(new Float32Array(e),t,n)}},Ty=new We,xo=new C,sh=new C,vt=class{constructor(e=new C,t=-1){this.isSphere=!0,this.center=e,this.radius=t}set(e,t){return this.center.copy(e),this.radius=t,this}setFromPoints(e,t){let n=this.center;t!==void 0?n.copy(t):Ty.setFromPoints(e).getCenter(n);let s=0;for(let r=0,o=e.length;r<o;r++)s=Math.max(s,n.distanceToSquared(e[r]));return this.radius=Math.sqrt(s),this}copy(e){return this.center.copy(e.center),this.radius=e.radius,this}isEmpty(){return this.radius<0}makeEmpty(){return this.center.set(0,0,0),this.radius=-1,this}containsPoint(e){return e.distanceToSquared(this.center)<=this.radius*this.radius}distanceToPoint(e){return e.distanceTo(this.center)-this.radius}intersectsSphere(e){let t=this.radius+e.radius;return e.center.distanceToSquared(this.center)<=t*t}intersectsBox(e){return e.intersectsSphere(this)}intersectsPlane(e){return Math.abs(e.distanceToPoint(this.center))<=this.radius}clampPoint(e,t){let n=this.center.distanceToSquared(e);return t.copy(e),n>this.radius*this.radius&&(t.sub(this.center).normalize(),t.multiplyScalar(this.radius).add(this.center)),t}getBoundingBox(e){return this.isEmpty()?(e.makeEmpty(),e):(e.set(this.center,this.center),e.expandByScalar(this.radius),e)}applyMatrix4(e){return this.center.applyMatrix4(e),this.radius=this.radius*e.getMaxScaleOnAxis(),this}translate(e){return this.center.add(e),this}expandByPoint(e){if(this.isEmpty())return this.center.copy(e),this.radius=0,this;xo.subVectors(e,this.center);let t=xo.lengthSq();if(t>this.radius*this.radius){let n=Math.sqrt(t),s=(n-this.radius)*.5;this.center.addScaledVector(xo,s/n),this.radius+=s}return this}union(e){return e.isEmpty()?this:this.isEmpty()?(this.copy(e),this):(this.center.equals(e.center)===!0?this.radius=Math.max(this.radius,e.radius):(sh.subVectors(e.center,this.center).setLength(e.radius),this.expandByPoint(xo.copy(e.center).add(sh)),this.expandByPoint(xo.copy(e.center).sub(sh))),this)}equals(e){return e.center.equals(this.center)&&e.radius===this.radius}clone(){return new this.constructor().copy(this)}toJSON(){return{radius:this.radius,center:this.center.toArray()}}fromJSON(e){return this.radius=e.radius,this.center.fromArray(e.center),this}},Ay=0,zn=new xe,rh=new bt,rr=new C,Ln=new We,yo=new We,qt=new C,gt=class i extends pi{constructor(){super(),this.isBufferGeometry=!0,Object.defineProperty(this,"id",{value:Ay++}),this.uuid=Si(),this.name="",this.type="BufferGeometry",this.index=null,this.indirect=null,this.indirectOffset=0,this.attributes={},this.morphAttributes={},this.morphTargetsRelative=!1,this.groups=[],this.boundingBox=null,this.boundingSphere=null,this.drawRange={start:0,count:1/0},this.userData={},this._transformed=!1}getIndex(){return this.index}setIndex(e){return Array.isArray(e)?this.index=new($0(e)?Io:Po)(e,1):this.index=e,this}setIndirect(e,t=0){return this.indirect=e,this.indirectOffset=t,this}getIndirect(){return this.indirect}getAttribute(e){return this.attributes[e]}setAttribute(e,t){return this.attributes[e]=t,this}deleteAttribute(e){return delete this.attributes[e],this}hasAttribute(e){return this.attributes[e]!==void 0}addGroup(e,t,n=0){this.groups.push({start:e,count:t,materialIndex:n})}clearGroups(){this.groups=[]}setDrawRange(e,t){this.drawRange.start=e,this.drawRange.count=t}applyMatrix4(e){let t=this.attributes.position;t!==void 0&&(t.applyMatrix4(e),t.needsUpdate=!0);let n=this.attributes.normal;if(n!==void 0){let r=new ke().getNormalMatrix(e);n.applyNormalMatrix(r),n.needsUpdate=!0}let s=this.attributes.tangent;return s!==void 0&&(s.transformDirection(e),s.needsUpdate=!0),this.boundingBox!==null&&this.computeBoundingBox(),this.boundingSphere!==null&&this.computeBoundingSphere(),this._transformed=!0,this}applyQuaternion(e){return zn.makeRotationFromQuaternion(e),this.applyMatrix4(zn),this}rotateX(e){return zn.makeRotationX(e),this.applyMatrix4(zn),this}rotateY(e){return zn.makeRotationY(e),this.applyMatrix4(zn),this}rotateZ(e){return zn.makeRotationZ(e),this.applyMatrix4(zn),this}translate(e,t,n){return zn.makeTranslation(e,t,n),this.applyMatrix4(zn),this}scale(e,t,n){return zn.makeScale(e,t,n),this.applyMatrix4(zn),this}lookAt(e){return rh.lookAt(e),rh.updateMatrix(),this.applyMatrix4(rh.matrix),this}center(){return this.computeBoundingBox(),this.boundingBox.getCenter(rr).negate(),this.translate(rr.x,rr.y,rr.z),this}setFromPoints(e){let t=this.getAttribute("position");if(t===void 0){let n=[];for(let s=0,r=e.length;s<r;s++){let o=e[s];n.push(o.x,o.y,o.z||0)}this.setAttribute("position",new Xt(n,3))}else{let n=Math.min(e.length,t.count);for(let s=0;s<n;s++){let r=e[s];t.setXYZ(s,r.x,r.y,r.z||0)}e.length>t.count&&Te("BufferGeometry: Buffer size too small for points data. Use .dispose() and create a new geometry."),t.needsUpdate=!0}return this}computeBoundingBox(){this.boundingBox===null&&(this.boundingBox=new We);let e=this.attributes.position,t=this.morphAttributes.position;if(e&&e.isGLBufferAttribute){De("BufferGeometry.computeBoundingBox(): GLBufferAttribute requires a manual bounding box.",this),this.boundingBox.set(new C(-1/0,-1/0,-1/0),new C(1/0,1/0,1/0));return}if(e!==void 0){if(this.boundingBox.setFromBufferAttribute(e),t)for(let n=0,s=t.length;n<s;n++){let r=t[n];Ln.setFromBufferAttribute(r),this.morphTargetsRelative?(qt.addVectors(this.boundingBox.min,Ln.min),this.boundingBox.expandByPoint(qt),qt.addVectors(this.boundingBox.max,Ln.max),this.boundingBox.expandByPoint(qt)):(this.boundingBox.expandByPoint(Ln.min),this.boundingBox.expandByPoint(Ln.max))}}else this.boundingBox.makeEmpty();(isNaN(this.boundingBox.min.x)||isNaN(this.boundingBox.min.y)||isNaN(this.boundingBox.min.z))&&De('BufferGeometry.computeBoundingBox(): Computed min/max have NaN values. The "position" attribute is likely to have NaN values.',this)}computeBoundingSphere(){this.boundingSphere===null&&(this.boundingSphere=new vt);let e=this.attributes.position,t=this.morphAttributes.position;if(e&&e.isGLBufferAttribute){De("BufferGeometry.computeBoundingSphere(): GLBufferAttribute requires a manual bounding sphere.",this),this.boundingSphere.set(new C,1/0);return}if(e){let n=this.boundingSphere.center;if(Ln.setFromBufferAttribute(e),t)for(let r=0,o=t.length;r<o;r++){let a=t[r];yo.setFromBufferAttribute(a),this.morphTargetsRelative?(qt.addVectors(Ln.min,yo.min),Ln.expandByPoint(qt),qt.addVectors(Ln.max,yo.max),Ln.expandByPoint(qt)):(Ln.expandByPoint(yo.min),Ln.expandByPoint(yo.max))}Ln.getCenter(n);let s=0;for(let r=0,o=e.count;r<o;r++)qt.fromBufferAttribute(e,r),s=Math.max(s,n.distanceToSquared(qt));if(t)for(let r=0,o=t.length;r<o;r++){let a=t[r],l=this.morphTargetsRelative;for(let c=0,u=a.count;c<u;c++)qt.fromBufferAttribute(a,c),l&&(rr.fromBufferAttribute(e,c),qt.add(rr)),s=Math.max(s,n.distanceToSquared(qt))}this.boundingSphere.radius=Math.sqrt(s),isNaN(this.boundingSphere.radius)&&De('BufferGeometry.computeBoundingSphere(): Computed radius is NaN. The "position" attribute is likely to have NaN values.',this)}}computeTangents(){let e=this.index,t=this.attributes;if(e===null||t.position===void 0||t.normal===void 0||t.uv===void 0){De("BufferGeometry: .computeTangents() failed. Missing required attributes (index, position, normal or uv)");return}let n=t.position,s=t.normal,r=t.uv,o=this.getAttribute("tangent");(o===void 0||o.count!==n.count)&&(o=new Je(new Float32Array(4*n.count),4),this.setAttribute("tangent",o));let a=[],l=[],c=new Uint8Array(n.count);for(let L=0;L<n.count;L++)a[L]=new C,l[L]=new C;let u=new C,h=new C,d=new C,f=new Pe,g=new Pe,x=new Pe,p=new C,m=new C;function b(L,E,R){c[L]=c[E]=c[R]=1,u.fromBufferAttribute(n,L),h.fromBufferAttribute(n,E),d.fromBufferAttribute(n,R),f.fromBufferAttribute(r,L),g.fromBufferAttribute(r,E),x.fromBufferAttribute(r,R),h.sub(u),d.sub(u),g.sub(f),x.sub(f);let P=1/(g.x*x.y-x.x*g.y);isFinite(P)&&(p.copy(h).multiplyScalar(x.y).addScaledVector(d,-g.y).multiplyScalar(P),m.copy(d).multiplyScalar(g.x).addScaledVector(h,-x.x).multiplyScalar(P),a[L].add(p),a[E].add(p),a[R].add(p),l[L].add(m),l[E].add(m),l[R].add(m))}let _=this.groups;_.length===0&&(_=[{start:0,count:e.count}]);for(let L=0,E=_.length;L<E;++L){let R=_[L],P=R.start,N=R.count;for(let k=P,U=P+N;k<U;k+=3)b(e.getX(k+0),e.getX(k+1),e.getX(k+2))}let y=new C,M=new C,w=new C,v=new C;function S(L){w.fromBufferAttribute(s,L),v.copy(w);let E=a[L];y.copy(E),y.sub(w.multiplyScalar(w.dot(E))).normalize(),M.crossVectors(v,E);let P=M.dot(l[L])<0?-1:1;o.setXYZW(L,y.x,y.y,y.z,P)}for(let L=0,E=n.count;L<E;++L)c[L]&&S(L);this._transformed=!0}computeVertexNormals(){let e=this.index,t=this.getAttribute("position");if(t!==void 0){let n=this.getAttribute("normal");if(n===void 0||n.count!==t.count)n=new Je(new Float32Array(t.count*3),3),this.setAttribute("normal",n);else for(let d=0,f=n.count;d<f;d++)n.setXYZ(d,0,0,0);let s=new C,r=new C,o=new C,a=new C,l=new C,c=new C,u=new C,h=new C;if(e)for(let d=0,f=e.count;d<f;d+=3){let g=e.getX(d+0),x=e.getX(d+1),p=e.getX(d+2);s.fromBufferAttribute(t,g),r.fromBufferAttribute(t,x),o.fromBufferAttribute(t,p),u.subVectors(o,r),h.subVectors(s,r),u.cross(h),a.fromBufferAttribute(n,g),l.fromBufferAttribute(n,x),c.fromBufferAttribute(n,p),a.add(u),l.add(u),c.add(u),n.setXYZ(g,a.x,a.y,a.z),n.setXYZ(x,l.x,l.y,l.z),n.setXYZ(p,c.x,c.y,c.z)}else for(let d=0,f=t.count;d<f;d+=3)s.fromBufferAttribute(t,d+0),r.fromBufferAttribute(t,d+1),o.fromBufferAttribute(t,d+2),u.subVectors(o,r),h.subVectors(s,r),u.cross(h),n.setXYZ(d+0,u.x,u.y,u.z),n.setXYZ(d+1,u.x,u.y,u.z),n.setXYZ(d+2,u.x,u.y,u.z);this.normalizeNormals(),n.needsUpdate=!0}}normalizeNormals(){let e=this.attributes.normal;for(let t=0,n=e.count;t<n;t++)qt.fromBufferAttribute(e,t),qt.normalize(),e.setXYZ(t,qt.x,qt.y,qt.z)}toNonIndexed(){function e(a,l){let c=a.array,u=a.itemSize,h=a.normalized,d=new c.constructor(l.length*u),f=0,g=0;for(let x=0,p=l.length;x<p;x++){a.isInterleavedBufferAttribute?f=l[x]*a.data.stride+a.offset:f=l[x]*u;for(let m=0;m<u;m++)d[g++]=c[f++]}return new Je(d,u,h)}if(this.index===null)return Te("BufferGeometry.toNonIndexed(): BufferGeometry is already non-indexed."),this;let t=new i,n=this.index.array,s=this.attributes;for(let a in s){let l=s[a],c=e(l,n);t.setAttribute(a,c)}let r=this.morphAttributes;for(let a in r){let l=[],c=r[a];for(let u=0,h=c.length;u<h;u++){let d=c[u],f=e(d,n);l.push(f)}t.morphAttributes[a]=l}t.morphTargetsRelative=this.morphTargetsRelative;let o=this.groups;for(let a=0,l=o.length;a<l;a++){let c=o[a];t.addGroup(c.start,c.count,c.materialIndex)}return t}toJSON(){let e={metadata:{version:4.7,type:"BufferGeometry",generator:"BufferGeometry.toJSON"}};if(e.uuid=this.uuid,e.type=this.parameters!==void 0&&this._transformed===!0?"BufferGeometry":this.type,e.name=this.name,Object.keys(this.userData).length>0&&(e.userData=this.userData),this.parameters!==void 0&&this._transformed!==!0){let l=this.parameters;for(let c in l)l[c]!==void 0&&(e[c]=l[c]);return e}e.data={attributes:{}};let t=this.index;t!==null&&(e.data.index={type:t.array.constructor.name,array:Array.prototype.slice.call(t.array)});let n=this.attributes;for(let l in n){let c=n[l];e.data.attributes[l]=c.toJSON(e.data)}let s={},r=!1;for(let l in this.morphAttributes){let c=this.morphAttributes[l],u=[];for(let h=0,d=c.length;h<d;h++){let f=c[h];u.push(f.toJSON(e.data))}u.length>0&&(s[l]=u,r=!0)}r&&(e.data.morphAttributes=s,e.data.morphTargetsRelative=this.morphTargetsRelative);let o=this.groups;o.length>0&&(e.data.groups=JSON.parse(JSON.stringify(o)));let a=this.boundingSphere;return a!==null&&(e.data.boundingSphere=a.toJSON()),e}clone(){return new this.constructor().copy(this)}copy(e){this.index=null,this.attributes={},this.morphAttributes={},this.groups=[],this.boundingBox=null,this.boundingSphere=null;let t={};this.name=e.name;let n=e.index;n!==null&&this.setIndex(n.clone());let s=e.attributes;for(let c in s){let u=s[c];this.setAttribute(c,u.clone(t))}let r=e.morphAttributes;for(let c in r){let u=[],h=r[c];for(let d=0,f=h.length;d<f;d++)u.push(h[d].clone(t));this.morphAttributes[c]=u}this.morphTargetsRelative=e.morphTargetsRelative;let o=e.groups;for(let c=0,u=o.length;c<u;c++){let h=o[c];this.addGroup(h.start,h.count,h.materialIndex)}let a=e.boundingBox;a!==null&&(this.boundingBox=a.clone());let l=e.boundingSphere;return l!==null&&(this.boundingSphere=l.clone()),this.drawRange.start=e.drawRange.start,this.drawRange.count=e.drawRange.count,this.userData=e.userData,this._transformed=e._transformed,this}dispose(){this.dispatchEvent({type:"dispose"})}},_r=class{constructor(e,t){this.isInterleavedBuffer=!0,this.array=e,this.stride=t,this.count=e!==void 0?e.length/t:0,this.usage=td,this.updateRanges=[],this.version=0,this.uuid=Si()}onUploadCallback(){}set needsUpdate(e){e===!0&&this.version++}setUsage(e){return this.usage=e,this}addUpdateRange(e,t){this.updateRanges.push({start:e,count:t})}clearUpdateRanges(){this.updateRanges.length=0}copy(e){return this.array=new e.array.constructor(e.array),this.count=e.count,this.stride=e.stride,this.usage=e.usage,this}copyAt(e,t,n){e*=this.stride,n*=t.stride;for(let s=0,r=this.stride;s<r;s++)this.array[e+s]=t.array[n+s];return this}set(e,t=0){return this.array.set(e,t),this}clone(e){e.arrayBuffers===void 0&&(e.arrayBuffers={});let t=Tp(this.array);e.arrayBuffers[t]===void 0&&(e.arrayBuffers[t]=this.array.slice(0).buffer);let n=new this.array.constructor(e.arrayBuffers[t]),s=new this.constructor(n,this.stride);return s.setUsage(this.usage),s}onUpload(e){return this.onUploadCallback=e,this}toJSON(e){e.arrayBuffers===void 0&&(e.arrayBuffers={});let t=Tp(this.array);e.arrayBuffers[t]===void 0&&(e.arrayBuffers[t]=Array.from(new Uint32Array(this.array.slice(0).buffer)));let n={uuid:this.uuid,buffer:t,type:this.array.constructor.name,stride:this.stride};return n.usage=this.usage,n}};function Tp(i){return i.buffer._uuid===void 0&&(i.buffer._uuid=Si()),i.byteOffset===0&&i.byteLength===i.buffer.byteLength?i.buffer._uuid:i.buffer._uuid+":"+i.byteOffset+":"+i.byteLength}var mn=new C,Mr=class i{constructor(e,t,n,s=!1){this.isInterleavedBufferAttribute=!0,this.name="",this.data=e,this.itemSize=t,this.offset=n,this.normalized=s,this._normalizationScale=e!==void 0?yc(e.array):void 0}get count(){return this.data.count}get array(){return this.data.array}set needsUpdate(e){this.data.needsUpdate=e}applyMatrix4(e){for(let t=0,n=this.data.count;t<n;t++)mn.fromBufferAttribute(this,t),mn.applyMatrix4(e),this.setXYZ(t,mn.x,mn.y,mn.z);return this}applyNormalMatrix(e){for(let t=0,n=this.count;t<n;t++)mn.fromBufferAttribute(this,t),mn.applyNormalMatrix(e),this.setXYZ(t,mn.x,mn.y,mn.z);return this}transformDirection(e){for(let t=0,n=this.count;t<n;t++)mn.fromBufferAttribute(this,t),mn.transformDirection(e),this.setXYZ(t,mn.x,mn.y,mn.z);return this}getComponent(e,t){let n=this.array[e*this.data.stride+this.offset+t];return this.normalized&&(n=this._denormalize(n)),n}setComponent(e,t,n){return this.normalized&&(n=this._normalize(n)),this.data.array[e*this.data.stride+this.offset+t]=n,this}setX(e,t){return this.normalized&&(t=this._normalize(t)),this.data.array[e*this.data.stride+this.offset]=t,this}setY(e,t){return this.normalized&&(t=this._normalize(t)),this.data.array[e*this.data.stride+this.offset+1]=t,this}setZ(e,t){return this.normalized&&(t=this._normalize(t)),this.data.array[e*this.data.stride+this.offset+2]=t,this}setW(e,t){return this.normalized&&(t=this._normalize(t)),this.data.array[e*this.data.stride+this.offset+3]=t,this}getX(e){let t=this.data.array[e*this.data.stride+this.offset];return this.normalized&&(t=this._denormalize(t)),t}getY(e){let t=this.data.array[e*this.data.stride+this.offset+1];return this.normalized&&(t=this._denormalize(t)),t}getZ(e){let t=this.data.array[e*this.data.stride+this.offset+2];return this.normalized&&(t=this._denormalize(t)),t}getW(e){let t=this.data.array[e*this.data.stride+this.offset+3];return this.normalized&&(t=this._denormalize(t)),t}setXY(e,t,n){return e=e*this.data.stride+this.offset,this.normalized&&(t=this._normalize(t),n=this._normalize(n)),this.data.array[e+0]=t,this.data.array[e+1]=n,this}setXYZ(e,t,n,s){return e=e*this.data.stride+this.offset,this.normalized&&(t=this._normalize(t),n=this._normalize(n),s=this._normalize(s)),this.data.array[e+0]=t,this.data.array[e+1]=n,this.data.array[e+2]=s,this}setXYZW(e,t,n,s,r){return e=e*this.data.stride+this.offset,this.normalized&&(t=this._normalize(t),n=this._normalize(n),s=this._normalize(s),r=this._normalize(r)),this.data.array[e+0]=t,this.data.array[e+1]=n,this.data.array[e+2]=s,this.data.array[e+3]=r,this}clone(e){if(e===void 0){Ro("InterleavedBufferAttribute.clone(): Cloning an interleaved buffer attribute will de-interleave buffer data.");let t=[];for(let n=0;n<this.count;n++){let s=n*this.data.stride+this.offset;for(let r=0;r<this.itemSize;r++)t.push(this.data.array[s+r])}return new Je(new this.array.constructor(t),this.itemSize,this.normalized)}else return e.interleavedBuffers===void 0&&(e.interleavedBuffers={}),e.interleavedBuffers[this.data.uuid]===void 0&&(e.interleavedBuffers[this.data.uuid]=this.data.clone(e)),new i(e.interleavedBuffers[this.data.uuid],this.itemSize,this.offset,this.normalized)}toJSON(e){if(e===void 0){Ro("InterleavedBufferAttribute.toJSON(): Serializing an interleaved buffer attribute will de-interleave buffer data.");let t=[];for(let n=0;n<this.count;n++){let s=n*this.data.stride+this.offset;for(let r=0;r<this.itemSize;r++)t.push(this.data.array[s+r])}return{itemSize:this.itemSize,type:this.array.constructor.name,array:t,normalized:this.normalized}}else return e.interleavedBuffers===void 0&&(e.interleavedBuffers={}),e.interleavedBuffers[this.data.uuid]===void 0&&(e.interleavedBuffers[this.data.uuid]=this.data.toJSON(e)),{isInterleavedBufferAttribute:!0,itemSize:this.itemSize,data:this.data.uuid,offset:this.offset,normalized:this.normalized}}_denormalize(e){let t=this._normalizationScale;return t!==void 0?Math.max(e/t,-1):rd(e,this.data.array)}_normalize(e){let t=this._normalizationScale;return t!==void 0?Math.round(e*t):od(e,this.data.array)}},oh=new C,Ey=new C,Ry=new ke,Jt=class{constructor(e=new C(1,0,0),t=0){this.isPlane=!0,this.normal=e,this.constant=t}set(e,t){return this.normal.copy(e),this.constant=t,this}setComponents(e,t,n,s){return this.normal.set(e,t,n),this.constant=s,this}setFromNormalAndCoplanarPoint(e,t){return this.normal.copy(e),this.constant=-t.dot(this.normal),this}setFromCoplanarPoints(e,t,n){let s=oh.subVectors(n,t).cross(Ey.subVectors(e,t)).normalize();return this.setFromNormalAndCoplanarPoint(s,e),this}copy(e){return this.normal.copy(e.normal),this.constant=e.constant,this}normalize(){let e=1/this.normal.length();return this.normal.multiplyScalar(e),this.constant*=e,this}negate(){return this.constant*=-1,this.normal.negate(),this}distanceToPoint(e){return this.normal.dot(e)+this.constant}distanceToSphere(e){return this.distanceToPoint(e.center)-e.radius}projectPoint(e,t){return t.copy(e).addScaledVector(this.normal,-this.distanceToPoint(e))}intersectLine(e,t,n=!0){let s=e.delta(oh),r=this.normal.dot(s);if(r===0)return this.distanceToPoint(e.start)===0?t.copy(e.start):null;let o=-(e.start.dot(this.normal)+this.constant)/r;return n===!0&&(o<0||o>1)?null:t.copy(e.start).addScaledVector(s,o)}intersectsLine(e){let t=this.distanceToPoint(e.start),n=this.distanceToPoint(e.end);return t<0&&n>0||n<0&&t>0}intersectsBox(e){return e.intersectsPlane(this)}intersectsSphere(e){return e.intersectsPlane(this)}coplanarPoint(e){return e.copy(this.normal).multiplyScalar(-this.constant)}applyMatrix4(e,t){let n=t||Ry.getNormalMatrix(e),s=this.coplanarPoint(oh).applyMatrix4(e),r=this.normal.applyMatrix3(n).normalize();return this.constant=-s.dot(r),this}translate(e){return this.constant-=e.dot(this.normal),this}equals(e){return e.normal.equals(this.normal)&&e.constant===this.constant}clone(){return new this.constructor().copy(this)}toJSON(){return{normal:this.normal.toArray(),constant:this.constant}}fromJSON(e){return this.normal.fromArray(e.normal),this.constant=e.constant,this}},Cy=0,bn=class extends pi{constructor(){super(),this.isMaterial=!0,Object.defineProperty(this,"id",{value:Cy++}),this.uuid=Si(),this.name="",this.type="Material",this.blending=Lr,this.side=kn,this.vertexColors=!1,this.opacity=1,this.transparent=!1,this.alphaHash=!1,this.blendSrc=Nh,this.blendDst=Fh,this.blendEquation=Us,this.blendSrcAlpha=null,this.blendDstAlpha=null,this.blendEquationAlpha=null,this.blendColor=new Ee(0,0,0),this.blendAlpha=0,this.depthFunc=fr,this.depthTest=!0,this.depthWrite=!0,this.stencilWriteMask=255,this.stencilFunc=Pm,this.stencilRef=0,this.stencilFuncMask=255,this.stencilFail=ul,this.stencilZFail=ul,this.stencilZPass=ul,this.stencilWrite=!1,this.clippingPlanes=null,this.clipIntersection=!1,this.clipShadows=!1,this.shadowSide=null,this.colorWrite=!0,this.precision=null,this.polygonOffset=!1,this.polygonOffsetFactor=0,this.polygonOffsetUnits=0,this.dithering=!1,this.alphaToCoverage=!1,this.premultipliedAlpha=!1,this.forceSinglePass=!1,this.allowOverride=!0,this.visible=!0,this.toneMapped=!0,this.userData={},this.version=0,this._alphaTest=0}get alphaTest(){return this._alphaTest}set alphaTest(e){this._alphaTest>0!=e>0&&this.version++,this._alphaTest=e}onBeforeRender(){}onBeforeCompile(){}customProgramCacheKey(){return this.onBeforeCompile.toString()}setValues(e){if(e!==void 0)for(let t in e){let n=e[t];if(n===void 0){Te(`Material: parameter '${t}' has value of undefined.`);continue}let s=this[t];if(s===void 0){Te(`Material: '${t}' is not a property of THREE.${this.type}.`);continue}s&&s.isColor?s.set(n):s&&s.isVector2&&n&&n.isVector2||s&&s.isEuler&&n&&n.isEuler||s&&s.isVector3&&n&&n.isVector3?s.copy(n):this[t]=n}}toJSON(e){let t=e===void 0||typeof e=="string";t&&(e={textures:{},images:{}});let n={metadata:{version:4.7,type:"Material",generator:"Material.toJSON"}};n.uuid=this.uuid,n.type=this.type,n.blending=this.blending,n.side=this.side,n.shadowSide=this.shadowSide,n.vertexColors=this.vertexColors,n.opacity=this.opacity,n.transparent=this.transparent,n.blendSrc=this.blendSrc,n.blendDst=this.blendDst,n.blendEquation=this.blendEquation,n.blendSrcAlpha=this.blendSrcAlpha,n.blendDstAlpha=this.blendDstAlpha,n.blendEquationAlpha=this.blendEquationAlpha,n.blendColor=this.blendColor.getHex(),n.blendAlpha=this.blendAlpha,n.depthFunc=this.depthFunc,n.depthTest=this.depthTest,n.depthWrite=this.depthWrite,n.colorWrite=this.colorWrite,n.clipIntersection=this.clipIntersection,n.clipShadows=this.clipShadows,n.stencilWriteMask=this.stencilWriteMask,n.stencilFunc=this.stencilFunc,n.stencilRef=this.stencilRef,n.stencilFuncMask=this.stencilFuncMask,n.stencilFail=this.stencilFail,n.stencilZFail=this.stencilZFail,n.stencilZPass=this.stencilZPass,n.stencilWrite=this.stencilWrite,n.polygonOffset=this.polygonOffset,n.polygonOffsetFactor=this.polygonOffsetFactor,n.polygonOffsetUnits=this.polygonOffsetUnits,n.dithering=this.dithering,n.alphaTest=this.alphaTest,n.alphaHash=this.alphaHash,n.alphaToCoverage=this.alphaToCoverage,n.premultipliedAlpha=this.premultipliedAlpha,n.forceSinglePass=this.forceSinglePass,n.allowOverride=this.allowOverride,n.visible=this.visible,n.toneMapped=this.toneMapped,n.name=this.name,this.color&&this.color.isColor&&(n.color=this.color.getHex()),this.roughness!==void 0&&(n.roughness=this.roughness),this.metalness!==void 0&&(n.metalness=this.metalness),this.sheen!==void 0&&(n.sheen=this.sheen),this.sheenColor&&this.sheenColor.isColor&&(n.sheenColor=this.sheenColor.getHex()),this.sheenRoughness!==void 0&&(n.sheenRoughness=this.sheenRoughness),this.emissive&&this.emissive.isColor&&(n.emissive=this.emissive.getHex()),this.emissiveIntensity!==void 0&&(n.emissiveIntensity=this.emissiveIntensity),this.specular&&this.specular.isColor&&(n.specular=this.specular.getHex()),this.specularIntensity!==void 0&&(n.specularIntensity=this.specularIntensity),this.specularColor&&this.specularColor.isColor&&(n.specularColor=this.specularColor.getHex()),this.shininess!==void 0&&(n.shininess=this.shininess),this.clearcoat!==void 0&&(n.clearcoat=this.clearcoat),this.clearcoatRoughness!==void 0&&(n.clearcoatRoughness=this.clearcoatRoughness),this.diffuseRoughness!==void 0&&(n.diffuseRoughness=this.diffuseRoughness),this.diffuseRoughnessMap&&this.diffuseRoughnessMap.isTexture&&(n.diffuseRoughnessMap=this.diffuseRoughnessMap.toJSON(e).uuid),this.clearcoatMap&&this.clearcoatMap.isTexture&&(n.clearcoatMap=this.clearcoatMap.toJSON(e).uuid),this.clearcoatRoughnessMap&&this.clearcoatRoughnessMap.isTexture&&(n.clearcoatRoughnessMap=this.clearcoatRoughnessMap.toJSON(e).uuid),this.clearcoatNormalMap&&this.clearcoatNormalMap.isTexture&&(n.clearcoatNormalMap=this.clearcoatNormalMap.toJSON(e).uuid,n.clearcoatNormalScale=this.clearcoatNormalScale.toArray()),this.sheenColorMap&&this.sheenColorMap.isTexture&&(n.sheenColorMap=this.sheenColorMap.toJSON(e).uuid),this.sheenRoughnessMap&&this.sheenRoughnessMap.isTexture&&(n.sheenRoughnessMap=this.sheenRoughnessMap.toJSON(e).uuid),this.dispersion!==void 0&&(n.dispersion=this.dispersion),this.retroreflectivity!==void 0&&(n.retroreflectivity=this.retroreflectivity),this.iridescence!==void 0&&(n.iridescence=this.iridescence),this.iridescenceIOR!==void 0&&(n.iridescenceIOR=this.iridescenceIOR),this.iridescenceThicknessMinimum!==void 0&&(n.iridescenceThicknessMinimum=this.iridescenceThicknessMinimum),this.iridescenceThicknessMaximum!==void 0&&(n.iridescenceThicknessMaximum=this.iridescenceThicknessMaximum),this.iridescenceMap&&this.iridescenceMap.isTexture&&(n.iridescenceMap=this.iridescenceMap.toJSON(e).uuid),this.iridescenceThicknessMap&&this.iridescenceThicknessMap.isTexture&&(n.iridescenceThicknessMap=this.iridescenceThicknessMap.toJSON(e).uuid),this.anisotropy!==void 0&&(n.anisotropy=this.anisotropy),this.anisotropyRotation!==void 0&&(n.anisotropyRotation=this.anisotropyRotation),this.anisotropyMap&&this.anisotropyMap.isTexture&&(n.anisotropyMap=this.anisotropyMap.toJSON(e).uuid),this.map&&this.map.isTexture&&(n.map=this.map.toJSON(e).uuid),this.matcap&&this.matcap.isTexture&&(n.matcap=this.matcap.toJSON(e).uuid),this.alphaMap&&this.alphaMap.isTexture&&(n.alphaMap=this.alphaMap.toJSON(e).uuid),this.lightMap&&this.lightMap.isTexture&&(n.lightMap=this.lightMap.toJSON(e).uuid,n.lightMapIntensity=this.lightMapIntensity),this.aoMap&&this.aoMap.isTexture&&(n.aoMap=this.aoMap.toJSON(e).uuid,n.aoMapIntensity=this.aoMapIntensity),this.bumpMap&&this.bumpMap.isTexture&&(n.bumpMap=this.bumpMap.toJSON(e).uuid,n.bumpScale=this.bumpScale),this.normalMap&&this.normalMap.isTexture&&(n.normalMap=this.normalMap.toJSON(e).uuid,n.normalMapType=this.normalMapType,n.normalScale=this.normalScale.toArray()),this.displacementMap&&this.displacementMap.isTexture&&(n.displacementMap=this.displacementMap.toJSON(e).uuid,n.displacementScale=this.displacementScale,n.displacementBias=this.displacementBias),this.roughnessMap&&this.roughnessMap.isTexture&&(n.roughnessMap=this.roughnessMap.toJSON(e).uuid),this.metalnessMap&&this.metalnessMap.isTexture&&(n.metalnessMap=this.metalnessMap.toJSON(e).uuid),this.emissiveMap&&this.emissiveMap.isTexture&&(n.emissiveMap=this.emissiveMap.toJSON(e).uuid),this.specularMap&&this.specularMap.isTexture&&(n.specularMap=this.specularMap.toJSON(e).uuid),this.specularIntensityMap&&this.specularIntensityMap.isTexture&&(n.specularIntensityMap=this.specularIntensityMap.toJSON(e).uuid),this.specularColorMap&&this.specularColorMap.isTexture&&(n.specularColorMap=this.specularColorMap.toJSON(e).uuid),this.envMap&&this.envMap.isTexture&&(n.envMap=this.envMap.toJSON(e).uuid,this.combine!==void 0&&(n.combine=this.combine)),this.envMapRotation!==void 0&&(n.envMapRotation=this.envMapRotation.toArray()),this.envMapIntensity!==void 0&&(n.envMapIntensity=this.envMapIntensity),this.reflectivity!==void 0&&(n.reflectivity=this.reflectivity),this.refractionRatio!==void 0&&(n.refractionRatio=this.refractionRatio),this.gradientMap&&this.gradientMap.isTexture&&(n.gradientMap=this.gradientMap.toJSON(e).uuid),this.transmission!==void 0&&(n.transmission=this.transmission),this.transmissionMap&&this.transmissionMap.isTexture&&(n.transmissionMap=this.transmissionMap.toJSON(e).uuid),this.thickness!==void 0&&(n.thickness=this.thickness),this.thicknessMap&&this.thicknessMap.isTexture&&(n.thicknessMap=this.thicknessMap.toJSON(e).uuid),this.attenuationDistance!==void 0&&(n.attenuationDistance=this.attenuationDistance),this.attenuationColor!==void 0&&(n.attenuationColor=this.attenuationColor.getHex()),this.size!==void 0&&(n.size=this.size),this.sizeAttenuation!==void 0&&(n.sizeAttenuation=this.sizeAttenuation),Array.isArray(this.clippingPlanes)&&this.clippingPlanes.length>0&&(n.clippingPlanes=this.clippingPlanes.map(r=>r.toJSON())),this.rotation!==void 0&&(n.rotation=this.rotation),this.depthPacking!==void 0&&(n.depthPacking=this.depthPacking),this.linewidth!==void 0&&(n.linewidth=this.linewidth),this.linecap!==void 0&&(n.linecap=this.linecap),this.linejoin!==void 0&&(n.linejoin=this.linejoin),this.dashSize!==void 0&&(n.dashSize=this.dashSize),this.gapSize!==void 0&&(n.gapSize=this.gapSize),this.scale!==void 0&&(n.scale=this.scale),this.wireframe!==void 0&&(n.wireframe=this.wireframe),this.wireframeLinewidth!==void 0&&(n.wireframeLinewidth=this.wireframeLinewidth),this.wireframeLinecap!==void 0&&(n.wireframeLinecap=this.wireframeLinecap),this.wireframeLinejoin!==void 0&&(n.wireframeLinejoin=this.wireframeLinejoin),this.flatShading!==void 0&&(n.flatShading=this.flatShading),this.fog!==void 0&&(n.fog=this.fog),Object.keys(this.userData).length>0&&(n.userData=this.userData);function s(r){let o=[];for(let a in r){let l=r[a];delete l.metadata,o.push(l)}return o}if(t){let r=s(e.textures),o=s(e.images);r.length>0&&(n.textures=r),o.length>0&&(n.images=o)}return n}fromJSON(e,t){if(e.uuid!==void 0&&(this.uuid=e.uuid),e.name!==void 0&&(this.name=e.name),e.color!==void 0&&this.color!==void 0&&this.color.setHex(e.color),e.roughness!==void 0&&(this.roughness=e.roughness),e.metalness!==void 0&&(this.metalness=e.metalness),e.sheen!==void 0&&(this.sheen=e.sheen),e.sheenColor!==void 0&&(this.sheenColor=new Ee().setHex(e.sheenColor)),e.sheenRoughness!==void 0&&(this.sheenRoughness=e.sheenRoughness),e.emissive!==void 0&&this.emissive!==void 0&&this.emissive.setHex(e.emissive),e.specular!==void 0&&this.specular!==void 0&&this.specular.setHex(e.specular),e.specularIntensity!==void 0&&(this.specularIntensity=e.specularIntensity),e.specularColor!==void 0&&this.specularColor!==void 0&&this.specularColor.setHex(e.specularColor),e.shininess!==void 0&&(this.shininess=e.shininess),e.clearcoat!==void 0&&(this.clearcoat=e.clearcoat),e.clearcoatRoughness!==void 0&&(this.clearcoatRoughness=e.clearcoatRoughness),e.diffuseRoughness!==void 0&&(this.diffuseRoughness=e.diffuseRoughness),e.dispersion!==void 0&&(this.dispersion=e.dispersion),e.retroreflectivity!==void 0&&(this.retroreflectivity=e.retroreflectivity),e.iridescence!==void 0&&(this.iridescence=e.iridescence),e.iridescenceIOR!==void 0&&(this.iridescenceIOR=e.iridescenceIOR),e.iridescenceThicknessMinimum!==void 0&&(this.iridescenceThicknessMinimum=e.iridescenceThicknessMinimum),e.iridescenceThicknessMaximum!==void 0&&(this.iridescenceThicknessMaximum=e.iridescenceThicknessMaximum),e.iridescenceThicknessRange!==void 0&&(this.iridescenceThicknessMinimum=e.iridescenceThicknessRange[0],this.iridescenceThicknessMaximum=e.iridescenceThicknessRange[1]),e.transmission!==void 0&&(this.transmission=e.transmission),e.thickness!==void 0&&(this.thickness=e.thickness),e.attenuationDistance!==void 0&&(this.attenuationDistance=e.attenuationDistance),e.attenuationColor!==void 0&&this.attenuationColor!==void 0&&this.attenuationColor.setHex(e.attenuationColor),e.anisotropy!==void 0&&(this.anisotropy=e.anisotropy),e.anisotropyRotation!==void 0&&(this.anisotropyRotation=e.anisotropyRotation),e.fog!==void 0&&(this.fog=e.fog),e.flatShading!==void 0&&(this.flatShading=e.flatShading),e.blending!==void 0&&(this.blending=e.blending),e.combine!==void 0&&(this.combine=e.combine),e.side!==void 0&&(this.side=e.side),e.shadowSide!==void 0&&(this.shadowSide=e.shadowSide),e.opacity!==void 0&&(this.opacity=e.opacity),e.transparent!==void 0&&(this.transparent=e.transparent),e.alphaTest!==void 0&&(this.alphaTest=e.alphaTest),e.alphaHash!==void 0&&(this.alphaHash=e.alphaHash),e.depthFunc!==void 0&&(this.depthFunc=e.depthFunc),e.depthTest!==void 0&&(this.depthTest=e.depthTest),e.depthWrite!==void 0&&(this.depthWrite=e.depthWrite),e.colorWrite!==void 0&&(this.colorWrite=e.colorWrite),e.clippingPlanes!==void 0&&(this.clippingPlanes=e.clippingPlanes.map(n=>new Jt().fromJSON(n))),e.clipIntersection!==void 0&&(this.clipIntersection=e.clipIntersection),e.clipShadows!==void 0&&(this.clipShadows=e.clipShadows),e.depthPacking!==void 0&&(this.depthPacking=e.depthPacking),e.blendSrc!==void 0&&(this.blendSrc=e.blendSrc),e.blendDst!==void 0&&(this.blendDst=e.blendDst),e.blendEquation!==void 0&&(this.blendEquation=e.blendEquation),e.blendSrcAlpha!==void 0&&(this.blendSrcAlpha=e.blendSrcAlpha),e.blendDstAlpha!==void 0&&(this.blendDstAlpha=e.blendDstAlpha),e.blendEquationAlpha!==void 0&&(this.blendEquationAlpha=e.blendEquationAlpha),e.blendColor!==void 0&&this.blendColor!==void 0&&this.blendColor.setHex(e.blendColor),e.blendAlpha!==void 0&&(this.blendAlpha=e.blendAlpha),e.stencilWriteMask!==void 0&&(this.stencilWriteMask=e.stencilWriteMask),e.stencilFunc!==void 0&&(this.stencilFunc=e.stencilFunc),e.stencilRef!==void 0&&(this.stencilRef=e.stencilRef),e.stencilFuncMask!==void 0&&(this.stencilFuncMask=e.stencilFuncMask),e.stencilFail!==void 0&&(this.stencilFail=e.stencilFail),e.stencilZFail!==void 0&&(this.stencilZFail=e.stencilZFail),e.stencilZPass!==void 0&&(this.stencilZPass=e.stencilZPass),e.stencilWrite!==void 0&&(this.stencilWrite=e.stencilWrite),e.wireframe!==void 0&&(this.wireframe=e.wireframe),e.wireframeLinewidth!==void 0&&(this.wireframeLinewidth=e.wireframeLinewidth),e.wireframeLinecap!==void 0&&(this.wireframeLinecap=e.wireframeLinecap),e.wireframeLinejoin!==void 0&&(this.wireframeLinejoin=e.wireframeLinejoin),e.rotation!==void 0&&(this.rotation=e.rotation),e.linewidth!==void 0&&(this.linewidth=e.linewidth),e.linecap!==void 0&&(this.linecap=e.linecap),e.linejoin!==void 0&&(this.linejoin=e.linejoin),e.dashSize!==void 0&&(this.dashSize=e.dashSize),e.gapSize!==void 0&&(this.gapSize=e.gapSize),e.scale!==void 0&&(this.scale=e.scale),e.polygonOffset!==void 0&&(this.polygonOffset=e.polygonOffset),e.polygonOffsetFactor!==void 0&&(this.polygonOffsetFactor=e.polygonOffsetFactor),e.polygonOffsetUnits!==void 0&&(this.polygonOffsetUnits=e.polygonOffsetUnits),e.dithering!==void 0&&(this.dithering=e.dithering),e.alphaToCoverage!==void 0&&(this.alphaToCoverage=e.alphaToCoverage),e.premultipliedAlpha!==void 0&&(this.premultipliedAlpha=e.premultipliedAlpha),e.forceSinglePass!==void 0&&(this.forceSinglePass=e.forceSinglePass),e.allowOverride!==void 0&&(this.allowOverride=e.allowOverride),e.visible!==void 0&&(this.visible=e.visible),e.toneMapped!==void 0&&(this.toneMapped=e.toneMapped),e.userData!==void 0&&(this.userData=e.userData),e.vertexColors!==void 0&&(typeof e.vertexColors=="number"?this.vertexColors=e.vertexColors>0:this.vertexColors=e.vertexColors),e.size!==void 0&&(this.size=e.size),e.sizeAttenuation!==void 0&&(this.sizeAttenuation=e.sizeAttenuation),e.map!==void 0&&(this.map=t[e.map]||null),e.matcap!==void 0&&(this.matcap=t[e.matcap]||null),e.alphaMap!==void 0&&(this.alphaMap=t[e.alphaMap]||null),e.bumpMap!==void 0&&(this.bumpMap=t[e.bumpMap]||null),e.bumpScale!==void 0&&(this.bumpScale=e.bumpScale),e.normalMap!==void 0&&(this.normalMap=t[e.normalMap]||null),e.normalMapType!==void 0&&(this.normalMapType=e.normalMapType),e.normalScale!==void 0){let n=e.normalScale;Array.isArray(n)===!1&&(n=[n,n]),this.normalScale=new Pe().fromArray(n)}return e.displacementMap!==void 0&&(this.displacementMap=t[e.displacementMap]||null),e.displacementScale!==void 0&&(this.displacementScale=e.displacementScale),e.displacementBias!==void 0&&(this.displacementBias=e.displacementBias),e.roughnessMap!==void 0&&(this.roughnessMap=t[e.roughnessMap]||null),e.metalnessMap!==void 0&&(this.metalnessMap=t[e.metalnessMap]||null),e.emissiveMap!==void 0&&(this.emissiveMap=t[e.emissiveMap]||null),e.emissiveIntensity!==void 0&&(this.emissiveIntensity=e.emissiveIntensity),e.specularMap!==void 0&&(this.specularMap=t[e.specularMap]||null),e.specularIntensityMap!==void 0&&(this.specularIntensityMap=t[e.specularIntensityMap]||null),e.specularColorMap!==void 0&&(this.specularColorMap=t[e.specularColorMap]||null),e.envMap!==void 0&&(this.envMap=t[e.envMap]||null),e.envMapRotation!==void 0&&this.envMapRotation.fromArray(e.envMapRotation),e.envMapIntensity!==void 0&&(this.envMapIntensity=e.envMapIntensity),e.reflectivity!==void 0&&(this.reflectivity=e.reflectivity),e.refractionRatio!==void 0&&(this.refractionRatio=e.refractionRatio),e.lightMap!==void 0&&(this.lightMap=t[e.lightMap]||null),e.lightMapIntensity!==void 0&&(this.lightMapIntensity=e.lightMapIntensity),e.aoMap!==void 0&&(this.aoMap=t[e.aoMap]||null),e.aoMapIntensity!==void 0&&(this.aoMapIntensity=e.aoMapIntensity),e.gradientMap!==void 0&&(this.gradientMap=t[e.gradientMap]||null),e.clearcoatMap!==void 0&&(this.clearcoatMap=t[e.clearcoatMap]||null),e.clearcoatRoughnessMap!==void 0&&(this.clearcoatRoughnessMap=t[e.clearcoatRoughnessMap]||null),e.clearcoatNormalMap!==void 0&&(this.clearcoatNormalMap=t[e.clearcoatNormalMap]||null),e.clearcoatNormalScale!==void 0&&(this.clearcoatNormalScale=new Pe().fromArray(e.clearcoatNormalScale)),e.diffuseRoughnessMap!==void 0&&(this.diffuseRoughnessMap=t[e.diffuseRoughnessMap]||null),e.iridescenceMap!==void 0&&(this.iridescenceMap=t[e.iridescenceMap]||null),e.iridescenceThicknessMap!==void 0&&(this.iridescenceThicknessMap=t[e.iridescenceThicknessMap]||null),e.transmissionMap!==void 0&&(this.transmissionMap=t[e.transmissionMap]||null),e.thicknessMap!==void 0&&(this.thicknessMap=t[e.thicknessMap]||null),e.anisotropyMap!==void 0&&(this.anisotropyMap=t[e.anisotropyMap]||null),e.sheenColorMap!==void 0&&(this.sheenColorMap=t[e.sheenColorMap]||null),e.sheenRoughnessMap!==void 0&&(this.sheenRoughnessMap=t[e.sheenRoughnessMap]||null),this}clone(){return new this.constructor().copy(this)}copy(e){this.name=e.name,this.blending=e.blending,this.side=e.side,this.vertexColors=e.vertexColors,this.opacity=e.opacity,this.transparent=e.transparent,this.blendSrc=e.blendSrc,this.blendDst=e.blendDst,this.blendEquation=e.blendEquation,this.blendSrcAlpha=e.blendSrcAlpha,this.blendDstAlpha=e.blendDstAlpha,this.blendEquationAlpha=e.blendEquationAlpha,this.blendColor.copy(e.blendColor),this.blendAlpha=e.blendAlpha,this.depthFunc=e.depthFunc,this.depthTest=e.depthTest,this.depthWrite=e.depthWrite,this.stencilWriteMask=e.stencilWriteMask,this.stencilFunc=e.stencilFunc,this.stencilRef=e.stencilRef,this.stencilFuncMask=e.stencilFuncMask,this.stencilFail=e.stencilFail,this.stencilZFail=e.stencilZFail,this.stencilZPass=e.stencilZPass,this.stencilWrite=e.stencilWrite;let t=e.clippingPlanes,n=null;if(t!==null){let s=t.length;n=new Array(s);for(let r=0;r!==s;++r)n[r]=t[r].clone()}return this.clippingPlanes=n,this.clipIntersection=e.clipIntersection,this.clipShadows=e.clipShadows,this.shadowSide=e.shadowSide,this.colorWrite=e.colorWrite,this.precision=e.precision,this.polygonOffset=e.polygonOffset,this.polygonOffsetFactor=e.polygonOffsetFactor,this.polygonOffsetUnits=e.polygonOffsetUnits,this.dithering=e.dithering,this.alphaTest=e.alphaTest,this.alphaHash=e.alphaHash,this.alphaToCoverage=e.alphaToCoverage,this.premultipliedAlpha=e.premultipliedAlpha,this.forceSinglePass=e.forceSinglePass,this.allowOverride=e.allowOverride,this.visible=e.visible,this.toneMapped=e.toneMapped,this.userData=JSON.parse(JSON.stringify(e.userData)),this}dispose(){this.dispatchEvent({type:"dispose"})}set needsUpdate(e){e===!0&&this.version++}};var Oi=new C,ah=new C,Va=new C,Ha=new C,mi=class{constructor(e=new C,t=new C(0,0,-1)){this.origin=e,this.direction=t}set(e,t){return this.origin.copy(e),this.direction.copy(t),this}copy(e){return this.origin.copy(e.origin),this.direction.copy(e.direction),this}at(e,t){return t.copy(this.origin).addScaledVector(this.direction,e)}lookAt(e){return this.direction.copy(e).sub(this.origin).normalize(),this}recast(e){return this.origin.copy(this.at(e,Oi)),this}closestPointToPoint(e,t){t.subVectors(e,this.origin);let n=t.dot(this.direction);return n<0?t.copy(this.origin):t.copy(this.origin).addScaledVector(this.direction,n)}distanceToPoint(e){return Math.sqrt(this.distanceSqToPoint(e))}distanceSqToPoint(e){let t=Oi.subVectors(e,this.origin).dot(this.direction);return t<0?this.origin.distanceToSquared(e):(Oi.copy(this.origin).addScaledVector(this.direction,t),Oi.distanceToSquared(e))}distanceSqToSegment(e,t,n,s){ah.copy(e).add(t).multiplyScalar(.5),Va.copy(t).sub(e).normalize(),Ha.copy(this.origin).sub(ah);let r=e.distanceTo(t)*.5,o=-this.direction.dot(Va),a=Ha.dot(this.direction),l=-Ha.dot(Va),c=Ha.lengthSq(),u=Math.abs(1-o*o),h,d,f,g;if(u>0)if(h=o*l-a,d=o*a-l,g=r*u,h>=0)if(d>=-g)if(d<=g){let x=1/u;h*=x,d*=x,f=h*(h+o*d+2*a)+d*(o*h+d+2*l)+c}else d=r,h=Math.max(0,-(o*d+a)),f=-h*h+d*(d+2*l)+c;else d=-r,h=Math.max(0,-(o*d+a)),f=-h*h+d*(d+2*l)+c;else d<=-g?(h=Math.max(0,-(-o*r+a)),d=h>0?-r:Math.min(Math.max(-r,-l),r),f=-h*h+d*(d+2*l)+c):d<=g?(h=0,d=Math.min(Math.max(-r,-l),r),f=d*(d+2*l)+c):(h=Math.max(0,-(o*r+a)),d=h>0?r:Math.min(Math.max(-r,-l),r),f=-h*h+d*(d+2*l)+c);else d=o>0?-r:r,h=Math.max(0,-(o*d+a)),f=-h*h+d*(d+2*l)+c;return n&&n.copy(this.origin).addScaledVector(this.direction,h),s&&s.copy(ah).addScaledVector(Va,d),f}intersectSphere(e,t){if(e.radius<0)return null;Oi.subVectors(e.center,this.origin);let n=Oi.dot(this.direction),s=Oi.dot(Oi)-n*n,r=e.radius*e.radius;if(s>r)return null;let o=Math.sqrt(r-s),a=n-o,l=n+o;return l<0?null:a<0?this.at(l,t):this.at(a,t)}intersectsSphere(e){return e.radius<0?!1:this.distanceSqToPoint(e.center)<=e.radius*e.radius}distanceToPlane(e){let t=e.normal.dot(this.direction);if(t===0)return e.distanceToPoint(this.origin)===0?0:null;let n=-(this.origin.dot(e.normal)+e.constant)/t;return n>=0?n:null}intersectPlane(e,t){let n=this.distanceToPlane(e);return n===null?null:this.at(n,t)}intersectsPlane(e){let t=e.distanceToPoint(this.origin);return t===0||e.normal.dot(this.direction)*t<0}intersectBox(e,t){let n,s,r,o,a,l,c=1/this.direction.x,u=1/this.direction.y,h=1/this.direction.z,d=this.origin;return c>=0?(n=(e.min.x-d.x)*c,s=(e.max.x-d.x)*c):(n=(e.max.x-d.x)*c,s=(e.min.x-d.x)*c),u>=0?(r=(e.min.y-d.y)*u,o=(e.max.y-d.y)*u):(r=(e.max.y-d.y)*u,o=(e.min.y-d.y)*u),n>o||r>s||((r>n||isNaN(n))&&(n=r),(o<s||isNaN(s))&&(s=o),h>=0?(a=(e.min.z-d.z)*h,l=(e.max.z-d.z)*h):(a=(e.max.z-d.z)*h,l=(e.min.z-d.z)*h),n>l||a>s)||((a>n||n!==n)&&(n=a),(l<s||s!==s)&&(s=l),s<0)?null:this.at(n>=0?n:s,t)}intersectsBox(e){return this.intersectBox(e,Oi)!==null}intersectTriangle(e,t,n,s,r){let o=this.origin,a=this.direction,l=a.x,c=a.y,u=a.z,h=e.x-o.x,d=e.y-o.y,f=e.z-o.z,g=t.x-o.x,x=t.y-o.y,p=t.z-o.z,m=n.x-o.x,b=n.y-o.y,_=n.z-o.z,y=Math.abs(l),M=Math.abs(c),w=Math.abs(u),v,S,L,E,R,P,N,k,U,V,H,te;if(y>=M&&y>=w?(L=l,P=h,U=g,te=m,l>=0?(v=c,S=u,E=d,R=f,N=x,k=p,V=b,H=_):(v=u,S=c,E=f,R=d,N=p,k=x,V=_,H=b)):M>=w?(L=c,P=d,U=x,te=b,c>=0?(v=u,S=l,E=f,R=h,N=p,k=g,V=_,H=m):(v=l,S=u,E=h,R=f,N=g,k=p,V=m,H=_)):(L=u,P=f,U=p,te=_,u>=0?(v=l,S=c,E=h,R=d,N=g,k=x,V=m,H=b):(v=c,S=l,E=d,R=h,N=x,k=g,V=b,H=m)),L===0)return null;let q=v/L,Q=S/L,ee=1/L,ve=E-q*P,Ne=R-Q*P,J=N-q*U,ue=k-Q*U,ye=V-q*te,Ce=H-Q*te,pe=ye*ue-Ce*J,Fe=ve*Ce-Ne*ye,Rt=J*Ne-ue*ve;if(s){if(pe<0||Fe<0||Rt<0)return null}else if((pe<0||Fe<0||Rt<0)&&(pe>0||Fe>0||Rt>0))return null;let Ie=pe+Fe+Rt;if(Ie===0)return null;let Ze=ee*(pe*P+Fe*U+Rt*te);return(Ie>0?Ze<0:Ze>0)?null:this.at(Ze/Ie,r)}applyMatrix4(e){return this.origin.applyMatrix4(e),this.direction.transformDirection(e),this}equals(e){return e.origin.equals(this.origin)&&e.direction.equals(this.direction)}clone(){return new this.constructor().copy(this)}},cn=class extends bn{constructor(e){super(),this.isMeshBasicMaterial=!0,this.type="MeshBasicMaterial",this.color=new Ee(16777215),this.map=null,this.lightMap=null,this.lightMapIntensity=1,this.aoMap=null,this.aoMapIntensity=1,this.specularMap=null,this.alphaMap=null,this.envMap=null,this.envMapRotation=new Gi,this.combine=Oh,this.reflectivity=1,this.refractionRatio=.98,this.wireframe=!1,this.wireframeLinewidth=1,this.wireframeLinecap="round",this.wireframeLinejoin="round",this.fog=!0,this.setValues(e)}copy(e){return super.copy(e),this.color.copy(e.color),this.map=e.map,this.lightMap=e.lightMap,this.lightMapIntensity=e.lightMapIntensity,this.aoMap=e.aoMap,this.aoMapIntensity=e.aoMapIntensity,this.specularMap=e.specularMap,this.alphaMap=e.alphaMap,this.envMap=e.envMap,this.envMapRotation.copy(e.envMapRotation),this.combine=e.combine,this.reflectivity=e.reflectivity,this.refractionRatio=e.refractionRatio,this.wireframe=e.wireframe,this.wireframeLinewidth=e.wireframeLinewidth,this.wireframeLinecap=e.wireframeLinecap,this.wireframeLinejoin=e.wireframeLinejoin,this.fog=e.fog,this}},Ap=new xe,Ps=new mi,Wa=new vt,Ep=new C,qa=new C,Xa=new C,ja=new C,lh=new C,Ka=new C,Rp=new C,Ya=new C,nt=class extends bt{constructor(e=new gt,t=new cn){super(),this.isMesh=!0,this.type="Mesh",this.geometry=e,this.material=t,this.morphTargetDictionary=void 0,this.morphTargetInfluences=void 0,this.count=1,this.updateMorphTargets()}copy(e,t){return super.copy(e,t),e.morphTargetInfluences!==void 0?this.morphTargetInfluences=e.morphTargetInfluences.slice():this.morphTargetInfluences=void 0,e.morphTargetDictionary!==void 0?this.morphTargetDictionary=Object.assign({},e.morphTargetDictionary):this.morphTargetDictionary=void 0,this.material=Array.isArray(e.material)?e.material.slice():e.material,this.geometry=e.geometry,this}updateMorphTargets(){let t=this.geometry.morphAttributes,n=Object.keys(t);if(n.length>0){let s=t[n[0]];if(s!==void 0){this.morphTargetInfluences=[],this.morphTargetDictionary={};for(let r=0,o=s.length;r<o;r++){let a=s[r].name||String(r);this.morphTargetInfluences.push(0),this.morphTargetDictionary[a]=r}}}}getVertexPosition(e,t){let n=this.geometry,s=n.attributes.position,r=n.morphAttributes.position,o=n.morphTargetsRelative;t.fromBufferAttribute(s,e);let a=this.morphTargetInfluences;if(r&&a){Ka.set(0,0,0);for(let l=0,c=r.length;l<c;l++){let u=a[l],h=r[l];u!==0&&(lh.fromBufferAttribute(h,e),o?Ka.addScaledVector(lh,u):Ka.addScaledVector(lh.sub(t),u))}t.add(Ka)}return t}intersectsFrustum(e){return e.intersectsObject(this)}raycast(e,t){let n=this.geometry,s=this.material,r=this.matrixWorld;s!==void 0&&(n.boundingSphere===null&&n.computeBoundingSphere(),Wa.copy(n.boundingSphere),Wa.applyMatrix4(r),Ps.copy(e.ray).recast(e.near),!(Wa.containsPoint(Ps.origin)===!1&&(Ps.intersectSphere(Wa,Ep)===null||Ps.origin.distanceToSquared(Ep)>(e.far-e.near)**2))&&(Ap.copy(r).invert(),Ps.copy(e.ray).applyMatrix4(Ap),!(n.boundingBox!==null&&Ps.intersectsBox(n.boundingBox)===!1)&&this._computeIntersections(e,t,Ps)))}_computeIntersections(e,t,n){let s,r=this.geometry,o=this.material,a=r.index,l=r.attributes.position,c=r.attributes.uv,u=r.attributes.uv1,h=r.attributes.normal,d=r.groups,f=r.drawRange;if(a!==null)if(Array.isArray(o))for(let g=0,x=d.length;g<x;g++){let p=d[g],m=o[p.materialIndex],b=Math.max(p.start,f.start),_=Math.min(a.count,Math.min(p.start+p.count,f.start+f.count));for(let y=b,M=_;y<M;y+=3){let w=a.getX(y),v=a.getX(y+1),S=a.getX(y+2);s=Ja(this,m,e,n,c,u,h,w,v,S),s&&(s.faceIndex=Math.floor(y/3),s.face.materialIndex=p.materialIndex,t.push(s))}}else{let g=Math.max(0,f.start),x=Math.min(a.count,f.start+f.count);for(let p=g,m=x;p<m;p+=3){let b=a.getX(p),_=a.getX(p+1),y=a.getX(p+2);s=Ja(this,o,e,n,c,u,h,b,_,y),s&&(s.faceIndex=Math.floor(p/3),t.push(s))}}else if(l!==void 0)if(Array.isArray(o))for(let g=0,x=d.length;g<x;g++){let p=d[g],m=o[p.materialIndex],b=Math.max(p.start,f.start),_=Math.min(l.count,Math.min(p.start+p.count,f.start+f.count));for(let y=b,M=_;y<M;y+=3){let w=y,v=y+1,S=y+2;s=Ja(this,m,e,n,c,u,h,w,v,S),s&&(s.faceIndex=Math.floor(y/3),s.face.materialIndex=p.materialIndex,t.push(s))}}else{let g=Math.max(0,f.start),x=Math.min(l.count,f.start+f.count);for(let p=g,m=x;p<m;p+=3){let b=p,_=p+1,y=p+2;s=Ja(this,o,e,n,c,u,h,b,_,y),s&&(s.faceIndex=Math.floor(p/3),t.push(s))}}}};function Py(i,e,t,n,s,r,o,a){let l;if(e.side===Zt?l=n.intersectTriangle(o,r,s,!0,a):l=n.intersectTriangle(s,r,o,e.side===kn,a),l===null)return null;Ya.copy(a),Ya.applyMatrix4(i.matrixWorld);let c=t.ray.origin.distanceTo(Ya);return c<t.near||c>t.far?null:{distance:c,point:Ya.clone(),object:i}}function Ja(i,e,t,n,s,r,o,a,l,c){i.getVertexPosition(a,qa),i.getVertexPosition(l,Xa),i.getVertexPosition(c,ja);let u=Py(i,e,t,n,qa,Xa,ja,Rp);if(u){let h=new C;ln.getBarycoord(Rp,qa,Xa,ja,h),s&&(u.uv=ln.getInterpolatedAttribute(s,a,l,c,h,new Pe)),r&&(u.uv1=ln.getInterpolatedAttribute(r,a,l,c,h,new Pe)),o&&(u.normal=ln.getInterpolatedAttribute(o,a,l,c,h,new C),u.normal.dot(n.direction)>0&&u.normal.multiplyScalar(-1));let d={a,b:l,c,normal:new C,materialIndex:0};ln.getNormal(qa,Xa,ja,d.normal),u.face=d,u.barycoord=h}return u}var vo=new et,Cp=new et,Pp=new et,Iy=new et,Ip=new xe,$a=new C,ch=new vt,Lp=new xe,uh=new mi,Lo=class extends nt{constructor(e,t){super(e,t),this.isSkinnedMesh=!0,this.type="SkinnedMesh",this.bindMode=xh,this.bindMatrix=new xe,this.bindMatrixInverse=new xe,this.boundingBox=null,this.boundingSphere=null}computeBoundingBox(){let e=this.geometry;this.boundingBox===null&&(this.boundingBox=new We),this.boundingBox.makeEmpty();let t=e.getAttribute("position");for(let n=0;n<t.count;n++)this.getVertexPosition(n,$a),this.boundingBox.expandByPoint($a)}computeBoundingSphere(){let e=this.geometry;this.boundingSphere===null&&(this.boundingSphere=new vt),this.boundingSphere.makeEmpty();let t=e.getAttribute("position");for(let n=0;n<t.count;n++)this.getVertexPosition(n,$a),this.boundingSphere.expandByPoint($a)}copy(e,t){return super.copy(e,t),this.bindMode=e.bindMode,this.bindMatrix.copy(e.bindMatrix),this.bindMatrixInverse.copy(e.bindMatrixInverse),this.skeleton=e.skeleton,this.boundingBox=e.boundingBox!==null?e.boundingBox.clone():null,this.boundingSphere=e.boundingSphere!==null?e.boundingSphere.clone():null,this}raycast(e,t){let n=this.material,s=this.matrixWorld;n!==void 0&&(this.boundingSphere===null&&this.computeBoundingSphere(),ch.copy(this.boundingSphere),ch.applyMatrix4(s),e.ray.intersectsSphere(ch)!==!1&&(Lp.copy(s).invert(),uh.copy(e.ray).applyMatrix4(Lp),!(this.boundingBox!==null&&uh.intersectsBox(this.boundingBox)===!1)&&this._computeIntersections(e,t,uh)))}getVertexPosition(e,t){return super.getVertexPosition(e,t),this.applyBoneTransform(e,t),t}bind(e,t){this.skeleton=e,t===void 0&&(this.updateMatrixWorld(!0),this.skeleton.calculateInverses(),t=this.matrixWorld),this.bindMatrix.copy(t),this.bindMatrixInverse.copy(t).invert()}pose(){this.skeleton.pose()}normalizeSkinWeights(){let e=new et,t=this.geometry.attributes.skinWeight;for(let n=0,s=t.count;n<s;n++){e.fromBufferAttribute(t,n);let r=1/e.manhattanLength();r!==1/0?e.multiplyScalar(r):e.set(1,0,0,0),t.setXYZW(n,e.x,e.y,e.z,e.w)}}updateMatrixWorld(e){super.updateMatrixWorld(e),this.bindMode===xh?this.bindMatrixInverse.copy(this.matrixWorld).invert():this.bindMode===Am?this.bindMatrixInverse.copy(this.bindMatrix).invert():Te("SkinnedMesh: Unrecognized bindMode: "+this.bindMode)}applyBoneTransform(e,t){let n=this.skeleton,s=this.geometry;Cp.fromBufferAttribute(s.attributes.skinIndex,e),Pp.fromBufferAttribute(s.attributes.skinWeight,e),t.isVector4?(vo.copy(t),t.set(0,0,0,0)):(vo.set(t.x,t.y,t.z,1),t.set(0,0,0)),vo.applyMatrix4(this.bindMatrix);for(let r=0;r<4;r++){let o=Pp.getComponent(r);if(o!==0){let a=Cp.getComponent(r);Ip.multiplyMatrices(n.bones[a].matrixWorld,n.boneInverses[a]),t.addScaledVector(Iy.copy(vo).applyMatrix4(Ip),o)}}return t.isVector4&&(t.w=vo.w),t.applyMatrix4(this.bindMatrixInverse)}},Sr=class extends bt{constructor(){super(),this.isBone=!0,this.type="Bone"}},Vn=class extends At{constructor(e=null,t=1,n=1,s,r,o,a,l,c=wt,u=wt,h,d){super(null,o,a,l,c,u,s,r,h,d),this.isDataTexture=!0,this.image={data:e,width:t,height:n},this.generateMipmaps=!1,this.flipY=!1,this.unpackAlignment=1}},kp=new xe,Ly=new xe,ko=class i{constructor(e=[],t=[]){this.uuid=Si(),this.bones=e.slice(0),this.boneInverses=t,this.boneMatrices=null,this.previousBoneMatrices=null,this.boneTexture=null,this.previousBoneTexture=null,this.init()}init(){let e=this.bones,t=this.boneInverses;if(this.boneMatrices=new Float32Array(e.length*16),t.length===0)this.calculateInverses();else if(e.length!==t.length){Te("Skeleton: Number of inverse bone matrices does not match amount of bones."),this.boneInverses=[];for(let n=0,s=this.bones.length;n<s;n++)this.boneInverses.push(new xe)}}calculateInverses(){this.boneInverses.length=0;for(let e=0,t=this.bones.length;e<t;e++){let n=new xe;this.bones[e]&&n.copy(this.bones[e].matrixWorld).invert(),this.boneInverses.push(n)}}pose(){for(let e=0,t=this.bones.length;e<t;e++){let n=this.bones[e];n&&n.matrixWorld.copy(this.boneInverses[e]).invert()}for(let e=0,t=this.bones.length;e<t;e++){let n=this.bones[e];n&&(n.parent&&n.parent.isBone?(n.matrix.copy(n.parent.matrixWorld).invert(),n.matrix.multiply(n.matrixWorld)):n.matrix.copy(n.matrixWorld),n.matrix.decompose(n.position,n.quaternion,n.scale))}}update(){let e=this.bones,t=this.boneInverses,n=this.boneMatrices,s=this.boneTexture;for(let r=0,o=e.length;r<o;r++){let a=e[r]?e[r].matrixWorld:Ly;kp.multiplyMatrices(a,t[r]),kp.toArray(n,r*16)}s!==null&&(s.needsUpdate=!0)}clone(){return new i(this.bones,this.boneInverses)}computeBoneTexture(){let e=Math.sqrt(this.bones.length*4);e=Math.ceil(e/4)*4,e=Math.max(e,4);let t=new Float32Array(e*e*4);t.set(this.boneMatrices);let n=new Vn(t,e,e,jt,$t);return n.needsUpdate=!0,this.boneMatrices=t,this.boneTexture=n,this}getBoneByName(e){for(let t=0,n=this.bones.length;t<n;t++){let s=this.bones[t];if(s.name===e)return s}}dispose(){this.boneTexture!==null&&(this.boneTexture.dispose(),this.boneTexture=null),this.previousBoneTexture!==null&&(this.previousBoneTexture.dispose(),this.previousBoneTexture=null)}fromJSON(e,t){this.uuid=e.uuid;for(let n=0,s=e.bones.length;n<s;n++){let r=e.bones[n],o=t[r];o===void 0&&(Te("Skeleton: No bone found with UUID:",r),o=new Sr),this.bones.push(o),this.boneInverses.push(new xe().fromArray(e.boneInverses[n]))}return this.init(),this}toJSON(){let e={metadata:{version:4.7,type:"Skeleton",generator:"Skeleton.toJSON"},bones:[],boneInverses:[]};e.uuid=this.uuid;let t=this.bones,n=this.boneInverses;for(let s=0,r=t.length;s<r;s++){let o=t[s];e.bones.push(o.uuid);let a=n[s];e.boneInverses.push(a.toArray())}return e}},Hi=class extends Je{constructor(e,t,n,s=1){super(e,t,n),this.isInstancedBufferAttribute=!0,this.meshPerAttribute=s}copy(e){return super.copy(e),this.meshPerAttribute=e.meshPerAttribute,this}toJSON(){let e=super.toJSON();return e.meshPerAttribute=this.meshPerAttribute,e.isInstancedBufferAttribute=!0,e}},or=new xe,Dp=new xe,Za=[],Np=new We,ky=new xe,_o=new nt,Mo=new vt,Do=class extends nt{constructor(e,t,n){super(e,t),this.isInstancedMesh=!0,this.instanceMatrix=new Hi(new Float32Array(n*16),16),this.instanceColor=null,this.morphTexture=null,this.count=n,this.boundingBox=null,this.boundingSphere=null;for(let s=0;s<n;s++)this.setMatrixAt(s,ky)}computeBoundingBox(){let e=this.geometry,t=this.count;this.boundingBox===null&&(this.boundingBox=new We),e.boundingBox===null&&e.computeBoundingBox(),this.boundingBox.makeEmpty();for(let n=0;n<t;n++)this.getMatrixAt(n,or),Np.copy(e.boundingBox).applyMatrix4(or),this.boundingBox.union(Np)}computeBoundingSphere(){let e=this.geometry,t=this.count;this.boundingSphere===null&&(this.boundingSphere=new vt),e.boundingSphere===null&&e.computeBoundingSphere(),this.boundingSphere.makeEmpty();for(let n=0;n<t;n++)this.getMatrixAt(n,or),Mo.copy(e.boundingSphere).applyMatrix4(or),this.boundingSphere.union(Mo)}copy(e,t){return super.copy(e,t),this.instanceMatrix.copy(e.instanceMatrix),this.morphTexture=e.morphTexture!==null?e.morphTexture.clone():null,this.instanceColor=e.instanceColor!==null?e.instanceColor.clone():null,this.count=e.count,this.boundingBox=e.boundingBox!==null?e.boundingBox.clone():null,this.boundingSphere=e.boundingSphere!==null?e.boundingSphere.clone():null,this}getColorAt(e,t){return this.instanceColor===null?t.setRGB(1,1,1):t.fromArray(this.instanceColor.array,e*3)}getMatrixAt(e,t){return t.fromArray(this.instanceMatrix.array,e*16)}getMorphAt(e,t){let n=t.morphTargetInfluences,s=this.morphTexture.source.data.data,r=n.length+1,o=e*r+1;for(let a=0;a<n.length;a++)n[a]=s[o+a]}raycast(e,t){let n=this.matrixWorld,s=this.count;if(_o.geometry=this.geometry,_o.material=this.material,_o.material!==void 0&&(this.boundingSphere===null&&this.computeBoundingSphere(),Mo.copy(this.boundingSphere),Mo.applyMatrix4(n),e.ray.intersectsSphere(Mo)!==!1))for(let r=0;r<s;r++){this.getMatrixAt(r,or),Dp.multiplyMatrices(n,or),_o.matrixWorld=Dp,_o.raycast(e,Za);for(let o=0,a=Za.length;o<a;o++){let l=Za[o];l.instanceId=r,l.object=this,t.push(l)}Za.length=0}}setColorAt(e,t){return this.instanceColor===null&&(this.instanceColor=new Hi(new Float32Array(this.instanceMatrix.count*3).fill(1),3)),t.toArray(this.instanceColor.array,e*3),this}setMatrixAt(e,t){return t.toArray(this.instanceMatrix.array,e*16),this}setMorphAt(e,t){let n=t.morphTargetInfluences,s=n.length+1;this.morphTexture===null&&(this.morphTexture=new Vn(new Float32Array(s*this.count),s,this.count,zl,$t));let r=this.morphTexture.source.data.data,o=0;for(let c=0;c<n.length;c++)o+=n[c];let a=this.geometry.morphTargetsRelative?1:1-o,l=s*e;return r[l]=a,r.set(n,l+1),this}updateMorphTargets(){}dispose(){super.dispose(),this.instanceMatrix.dispose(),this.instanceColor!==null&&this.instanceColor.dispose(),this.morphTexture!==null&&(this.morphTexture.dispose(),this.morphTexture=null)}},Is=new vt,Dy=new Pe(.5,.5),Qa=new C,Wi=class{constructor(e=new Jt,t=new Jt,n=new Jt,s=new Jt,r=new Jt,o=new Jt){this.planes=[e,t,n,s,r,o]}set(e,t,n,s,r,o){let a=this.planes;return a[0].copy(e),a[1].copy(t),a[2].copy(n),a[3].copy(s),a[4].copy(r),a[5].copy(o),this}copy(e){let t=this.planes;for(let n=0;n<6;n++)t[n].copy(e.planes[n]);return this}setFromProjectionMatrix(e,t=Gn,n=!1){let s=this.planes,r=e.elements,o=r[0],a=r[1],l=r[2],c=r[3],u=r[4],h=r[5],d=r[6],f=r[7],g=r[8],x=r[9],p=r[10],m=r[11],b=r[12],_=r[13],y=r[14],M=r[15];if(s[0].setComponents(c-o,f-u,m-g,M-b).normalize(),s[1].setComponents(c+o,f+u,m+g,M+b).normalize(),s[2].setComponents(c+a,f+h,m+x,M+_).normalize(),s[3].setComponents(c-a,f-h,m-x,M-_).normalize(),n)s[4].setComponents(l,d,p,y).normalize(),s[5].setComponents(c-l,f-d,m-p,M-y).normalize();else if(s[4].setComponents(c-l,f-d,m-p,M-y).normalize(),t===Gn)s[5].setComponents(c+l,f+d,m+p,M+y).normalize();else if(t===mr)s[5].setComponents(l,d,p,y).normalize();else throw new Error("THREE.Frustum.setFromProjectionMatrix(): Invalid coordinate system: "+t);return this}intersectsObject(e){if(e.boundingSphere!==void 0)e.boundingSphere===null&&e.computeBoundingSphere(),Is.copy(e.boundingSphere).applyMatrix4(e.matrixWorld);else{let t=e.geometry;t.boundingSphere===null&&t.computeBoundingSphere(),Is.copy(t.boundingSphere).applyMatrix4(e.matrixWorld)}return this.intersectsSphere(Is)}intersectsSprite(e){Is.center.set(0,0,0);let t=Dy.distanceTo(e.center);return Is.radius=.7071067811865476+t,Is.applyMatrix4(e.matrixWorld),this.intersectsSphere(Is)}intersectsSphere(e){let t=this.planes,n=e.center,s=-e.radius;for(let r=0;r<6;r++)if(t[r].distanceToPoint(n)<s)return!1;return!0}intersectsBox(e){let t=this.planes;for(let n=0;n<6;n++){let s=t[n];if(Qa.x=s.normal.x>0?e.max.x:e.min.x,Qa.y=s.normal.y>0?e.max.y:e.min.y,Qa.z=s.normal.z>0?e.max.z:e.min.z,s.distanceToPoint(Qa)<0)return!1}return!0}containsPoint(e){let t=this.planes;for(let n=0;n<6;n++)if(t[n].distanceToPoint(e)<0)return!1;return!0}clone(){return new this.constructor().copy(this)}},Fp=new xe,No=class i{constructor(){this.coordinateSystem=Gn,this._frustums=[],this._count=0}setFromArrayCamera(e){let t=e.cameras,n=this._frustums;for(let s=0;s<t.length;s++){let r=t[s];Fp.multiplyMatrices(r.projectionMatrix,r.matrixWorldInverse),n[s]===void 0&&(n[s]=new Wi),n[s].setFromProjectionMatrix(Fp,r.coordinateSystem,r.reversedDepth)}return this._count=t.length,this}getFrustum(e){return this._frustums[e]}intersectsObject(e){let t=this._frustums;for(let n=0;n<this._count;n++)if(t[n].intersectsObject(e))return!0;return!1}intersectsSprite(e){let t=this._frustums;for(let n=0;n<this._count;n++)if(t[n].intersectsSprite(e))return!0;return!1}intersectsSphere(e){let t=this._frustums;for(let n=0;n<this._count;n++)if(t[n].intersectsSphere(e))return!0;return!1}intersectsBox(e){let t=this._frustums;for(let n=0;n<this._count;n++)if(t[n].intersectsBox(e))return!0;return!1}containsPoint(e){let t=this._frustums;for(let n=0;n<this._count;n++)if(t[n].containsPoint(e))return!0;return!1}copy(e){this.coordinateSystem=e.coordinateSystem;let t=this._frustums,n=e._frustums;for(let s=0;s<e._count;s++)t[s]===void 0&&(t[s]=new Wi),t[s].copy(n[s]);return this._count=e._count,this}clone(){return new i().copy(this)}};function hh(i,e){return i-e}function Ny(i,e){return i.z-e.z}function Fy(i,e){return e.z-i.z}var Sh=class{constructor(){this.index=0,this.pool=[],this.list=[]}push(e,t,n,s){let r=this.pool,o=this.list;this.index>=r.length&&r.push({start:-1,count:-1,z:-1,index:-1});let a=r[this.index];o.push(a),this.index++,a.start=e,a.count=t,a.z=n,a.index=s}reset(){this.list.length=0,this.index=0}},Sn=new xe,Oy=new Ee(1,1,1),Uy=new Wi,By=new No,el=new We,Ls=new vt,dh=new C,Op=new C,Up=new C,zy=new C,fh=new Sh,an=new nt,tl=[];function Gy(i,e,t=0){let n=e.itemSize;if(i.isInterleavedBufferAttribute||i.array.constructor!==e.array.constructor){let s=i.count;for(let r=0;r<s;r++)for(let o=0;o<n;o++)e.setComponent(r+t,o,i.getComponent(r,o))}else e.array.set(i.array,t*n);e.needsUpdate=!0}function hi(i,e){if(i.constructor!==e.constructor){let t=Math.min(i.length,e.length);for(let n=0;n<t;n++)e[n]=i[n]}else{let t=Math.min(i.length,e.length);e.set(new i.constructor(i.buffer,0,t))}}var Fo=class extends nt{constructor(e,t,n=t*2,s){super(new gt,s),this.isBatchedMesh=!0,this.perObjectFrustumCulled=!0,this.sortObjects=!0,this.boundingBox=null,this.boundingSphere=null,this.customSort=null,this._instanceInfo=[],this._geometryInfo=[],this._availableInstanceIds=[],this._availableGeometryIds=[],this._nextIndexStart=0,this._nextVertexStart=0,this._geometryCount=0,this._visibilityChanged=!0,this._geometryInitialized=!1,this._maxInstanceCount=e,this._maxVertexCount=t,this._maxIndexCount=n,this._multiDrawCounts=new Int32Array(e),this._multiDrawStarts=new Int32Array(e),this._multiDrawCount=0,this._multiDrawBytesPerElement=1,this._mergedDrawCounts=new Int32Array(e),this._mergedDrawStarts=new Int32Array(e),this._mergedDrawInstanceCounts=new Int32Array(e),this._mergedDrawCount=0,this._matricesTexture=null,this._indirectTexture=null,this._colorsTexture=null,this._previousMatricesTexture=null,this._initMatricesTexture(),this._initIndirectTexture()}get maxInstanceCount(){return this._maxInstanceCount}get instanceCount(){return this._instanceInfo.length-this._availableInstanceIds.length}get unusedVertexCount(){return this._maxVertexCount-this._nextVertexStart}get unusedIndexCount(){return this._maxIndexCount-this._nextIndexStart}_initMatricesTexture(){let e=Math.sqrt(this._maxInstanceCount*4);e=Math.ceil(e/4)*4,e=Math.max(e,4);let t=new Float32Array(e*e*4),n=new Vn(t,e,e,jt,$t);this._matricesTexture=n}_initIndirectTexture(){let e=Math.sqrt(this._maxInstanceCount);e=Math.ceil(e);let t=new Uint32Array(e*e),n=new Vn(t,e,e,$o,Kn);this._indirectTexture=n}_initColorsTexture(){let e=Math.sqrt(this._maxInstanceCount);e=Math.ceil(e);let t=new Float32Array(e*e*4).fill(1),n=new Vn(t,e,e,jt,$t);n.colorSpace=He.workingColorSpace,this._colorsTexture=n}_initializeGeometry(e){let t=this.geometry,n=this._maxVertexCount,s=this._maxIndexCount;if(this._geometryInitialized===!1){for(let r in e.attributes){let o=e.getAttribute(r),{array:a,itemSize:l,normalized:c}=o,u=new a.constructor(n*l),h=new Je(u,l,c);t.setAttribute(r,h)}if(e.getIndex()!==null){let r=n>65535?new Uint32Array(s):new Uint16Array(s);t.setIndex(new Je(r,1))}this._geometryInitialized=!0}}_validateGeometry(e){let t=this.geometry;if(!!e.getIndex()!=!!t.getIndex())throw new Error('THREE.BatchedMesh: All geometries must consistently have "index".');for(let n in t.attributes){if(!e.hasAttribute(n))throw new Error(`THREE.BatchedMesh: Added geometry missing "${n}". All geometries must have consistent attributes.`);let s=e.getAttribute(n),r=t.getAttribute(n);if(s.itemSize!==r.itemSize||s.normalized!==r.normalized)throw new Error(`THREE.BatchedMesh: Added geometry attribute "${n}" has an inconsistent itemSize or normalized value.`)}}validateInstanceId(e){let t=this._instanceInfo;if(e<0||e>=t.length||t[e].active===!1)throw new Error(`THREE.BatchedMesh: Invalid instanceId ${e}. Instance is either out of range or has been deleted.`)}validateGeometryId(e){let t=this._geometryInfo;if(e<0||e>=t.length||t[e].active===!1)throw new Error(`THREE.BatchedMesh: Invalid geometryId ${e}. Geometry is either out of range or has been deleted.`)}setCustomSort(e){return this.customSort=e,this}computeBoundingBox(){this.boundingBox===null&&(this.boundingBox=new We);let e=this.boundingBox,t=this._instanceInfo;e.makeEmpty();for(let n=0,s=t.length;n<s;n++){if(t[n].active===!1)continue;let r=t[n].geometryIndex;this.getMatrixAt(n,Sn),this.getBoundingBoxAt(r,el).applyMatrix4(Sn),e.union(el)}}computeBoundingSphere(){this.boundingSphere===null&&(this.boundingSphere=new vt);let e=this.boundingSphere,t=this._instanceInfo;e.makeEmpty();for(let n=0,s=t.length;n<s;n++){if(t[n].active===!1)continue;let r=t[n].geometryIndex;this.getMatrixAt(n,Sn),this.getBoundingSphereAt(r,Ls).applyMatrix4(Sn),e.union(Ls)}}addInstance(e){if(this._instanceInfo.length>=this.maxInstanceCount&&this._availableInstanceIds.length===0)throw new Error("THREE.BatchedMesh: Maximum item count reached.");let n={visible:!0,active:!0,geometryIndex:e},s=null;this._availableInstanceIds.length>0?(this._availableInstanceIds.sort(hh),s=this._availableInstanceIds.shift(),this._instanceInfo[s]=n):(s=this._instanceInfo.length,this._instanceInfo.push(n));let r=this._matricesTexture;Sn.identity().toArray(r.image.data,s*16),r.needsUpdate=!0;let o=this._colorsTexture;return o&&(Oy.toArray(o.image.data,s*4),o.needsUpdate=!0),this._visibilityChanged=!0,s}addGeometry(e,t=-1,n=-1){this._initializeGeometry(e),this._validateGeometry(e);let s={vertexStart:-1,vertexCount:-1,reservedVertexCount:-1,indexStart:-1,indexCount:-1,reservedIndexCount:-1,start:-1,count:-1,boundingBox:null,boundingSphere:null,active:!0},r=this._geometryInfo;s.vertexStart=this._nextVertexStart,s.reservedVertexCount=t===-1?e.getAttribute("position").count:t;let o=e.getIndex();if(o!==null&&(s.indexStart=this._nextIndexStart,s.reservedIndexCount=n===-1?o.count:n),s.indexStart!==-1&&s.indexStart+s.reservedIndexCount>this._maxIndexCount||s.vertexStart+s.reservedVertexCount>this._maxVertexCount)throw new Error("THREE.BatchedMesh: Reserved space request exceeds the maximum buffer size.");let l;return this._availableGeometryIds.length>0?(this._availableGeometryIds.sort(hh),l=this._availableGeometryIds.shift(),r[l]=s):(l=this._geometryCount,this._geometryCount++,r.push(s)),this.setGeometryAt(l,e),this._nextIndexStart=s.indexStart+s.reservedIndexCount,this._nextVertexStart=s.vertexStart+s.reservedVertexCount,l}setGeometryAt(e,t){if(e>=this._geometryCount)throw new Error("THREE.BatchedMesh: Maximum geometry count reached.");this._validateGeometry(t);let n=this.geometry,s=n.getIndex()!==null,r=n.getIndex(),o=t.getIndex(),a=this._geometryInfo[e];if(s&&o.count>a.reservedIndexCount||t.attributes.position.count>a.reservedVertexCount)throw new Error("THREE.BatchedMesh: Reserved space not large enough for provided geometry.");let l=a.vertexStart,c=a.reservedVertexCount;a.vertexCount=t.getAttribute("position").count;for(let u in n.attributes){let h=t.getAttribute(u),d=n.getAttribute(u);Gy(h,d,l);let f=h.itemSize;for(let g=h.count,x=c;g<x;g++){let p=l+g;for(let m=0;m<f;m++)d.setComponent(p,m,0)}d.needsUpdate=!0,d.addUpdateRange(l*f,c*f)}if(s){let u=a.indexStart,h=a.reservedIndexCount;a.indexCount=t.getIndex().count;for(let d=0;d<o.count;d++)r.setX(u+d,l+o.getX(d));for(let d=o.count,f=h;d<f;d++)r.setX(u+d,l);r.needsUpdate=!0,r.addUpdateRange(u,a.reservedIndexCount)}return a.start=s?a.indexStart:a.vertexStart,a.count=s?a.indexCount:a.vertexCount,a.boundingBox=null,t.boundingBox!==null&&(a.boundingBox=t.boundingBox.clone()),a.boundingSphere=null,t.boundingSphere!==null&&(a.boundingSphere=t.boundingSphere.clone()),this._visibilityChanged=!0,e}deleteGeometry(e){let t=this._geometryInfo;if(e>=t.length||t[e].active===!1)return this;let n=this._instanceInfo;for(let s=0,r=n.length;s<r;s++)n[s].active&&n[s].geometryIndex===e&&this.deleteInstance(s);return t[e].active=!1,this._availableGeometryIds.push(e),this._visibilityChanged=!0,this}deleteInstance(e){return this.validateInstanceId(e),this._instanceInfo[e].active=!1,this._availableInstanceIds.push(e),this._visibilityChanged=!0,this}optimize(){let e=0,t=0,n=this._geometryInfo,s=n.map((o,a)=>a).sort((o,a)=>n[o].vertexStart-n[a].vertexStart),r=this.geometry;for(let o=0,a=n.length;o<a;o++){let l=s[o],c=n[l];if(c.active!==!1){if(r.index!==null){if(c.indexStart!==t){let{indexStart:u,vertexStart:h,reservedIndexCount:d}=c,f=r.index,g=f.array,x=e-h;for(let p=u;p<u+d;p++)g[p]=g[p]+x;f.array.copyWithin(t,u,u+d),f.addUpdateRange(t,d),f.needsUpdate=!0,c.indexStart=t}t+=c.reservedIndexCount}if(c.vertexStart!==e){let{vertexStart:u,reservedVertexCount:h}=c,d=r.attributes;for(let f in d){let g=d[f],{array:x,itemSize:p}=g;x.copyWithin(e*p,u*p,(u+h)*p),g.addUpdateRange(e*p,h*p),g.needsUpdate=!0}c.vertexStart=e}e+=c.reservedVertexCount,c.start=r.index?c.indexStart:c.vertexStart}}return this._nextIndexStart=t,this._nextVertexStart=e,this._visibilityChanged=!0,this}getBoundingBoxAt(e,t){if(e>=this._geometryCount)return null;let n=this.geometry,s=this._geometryInfo[e];if(s.boundingBox===null){let r=new We,o=n.index,a=n.attributes.position;for(let l=s.start,c=s.start+s.count;l<c;l++){let u=l;o&&(u=o.getX(u)),r.expandByPoint(dh.fromBufferAttribute(a,u))}s.boundingBox=r}return t.copy(s.boundingBox),t}getBoundingSphereAt(e,t){if(e>=this._geometryCount)return null;let n=this.geometry,s=this._geometryInfo[e];if(s.boundingSphere===null){let r=new vt;this.getBoundingBoxAt(e,el),el.getCenter(r.center);let o=n.index,a=n.attributes.position,l=0;for(let c=s.start,u=s.start+s.count;c<u;c++){let h=c;o&&(h=o.getX(h)),dh.fromBufferAttribute(a,h),l=Math.max(l,r.center.distanceToSquared(dh))}r.radius=Math.sqrt(l),s.boundingSphere=r}return t.copy(s.boundingSphere),t}setMatrixAt(e,t){this.validateInstanceId(e);let n=this._matricesTexture,s=this._matricesTexture.image.data;return t.toArray(s,e*16),n.needsUpdate=!0,this}getMatrixAt(e,t){return this.validateInstanceId(e),t.fromArray(this._matricesTexture.image.data,e*16)}setColorAt(e,t){return this.validateInstanceId(e),this._colorsTexture===null&&this._initColorsTexture(),t.toArray(this._colorsTexture.image.data,e*4),this._colorsTexture.needsUpdate=!0,this}getColorAt(e,t){return this.validateInstanceId(e),this._colorsTexture===null?t.isVector4?t.set(1,1,1,1):t.setRGB(1,1,1):t.fromArray(this._colorsTexture.image.data,e*4)}setVisibleAt(e,t){return this.validateInstanceId(e),this._instanceInfo[e].visible===t?this:(this._instanceInfo[e].visible=t,this._visibilityChanged=!0,this)}getVisibleAt(e){return this.validateInstanceId(e),this._instanceInfo[e].visible}setGeometryIdAt(e,t){return this.validateInstanceId(e),this.validateGeometryId(t),this._instanceInfo[e].geometryIndex=t,this._visibilityChanged=!0,this}getGeometryIdAt(e){return this.validateInstanceId(e),this._instanceInfo[e].geometryIndex}getGeometryRangeAt(e,t={}){this.validateGeometryId(e);let n=this._geometryInfo[e];return t.vertexStart=n.vertexStart,t.vertexCount=n.vertexCount,t.reservedVertexCount=n.reservedVertexCount,t.indexStart=n.indexStart,t.indexCount=n.indexCount,t.reservedIndexCount=n.reservedIndexCount,t.start=n.start,t.count=n.count,t}setInstanceCount(e){let t=this._availableInstanceIds,n=this._instanceInfo;for(t.sort(hh);t[t.length-1]===n.length-1;)n.pop(),t.pop();if(e<n.length)throw new Error(`THREE.BatchedMesh: Instance ids outside the range ${e} are being used. Cannot shrink instance count.`);let s=new Int32Array(e),r=new Int32Array(e);hi(this._multiDrawCounts,s),hi(this._multiDrawStarts,r),this._multiDrawCounts=s,this._multiDrawStarts=r;let o=new Int32Array(e),a=new Int32Array(e),l=new Int32Array(e);hi(this._mergedDrawCounts,o),hi(this._mergedDrawStarts,a),hi(this._mergedDrawInstanceCounts,l),this._mergedDrawCounts=o,this._mergedDrawStarts=a,this._mergedDrawInstanceCounts=l,this._maxInstanceCount=e;let c=this._indirectTexture,u=this._matricesTexture,h=this._colorsTexture;c.dispose(),this._initIndirectTexture(),hi(c.image.data,this._indirectTexture.image.data),u.dispose(),this._initMatricesTexture(),hi(u.image.data,this._matricesTexture.image.data),h&&(h.dispose(),this._initColorsTexture(),hi(h.image.data,this._colorsTexture.image.data)),this._previousMatricesTexture!==null&&(this._previousMatricesTexture.dispose(),this._previousMatricesTexture=null)}setGeometrySize(e,t){let n=[...this._geometryInfo].filter(a=>a.active);if(Math.max(...n.map(a=>a.vertexStart+a.reservedVertexCount))>e)throw new Error(`THREE.BatchedMesh: Geometry vertex values are being used outside the range ${e}. Cannot shrink further.`);if(this.geometry.index&&Math.max(...n.map(l=>l.indexStart+l.reservedIndexCount))>t)throw new Error(`THREE.BatchedMesh: Geometry index values are being used outside the range ${t}. Cannot shrink further.`);let r=this.geometry;r.dispose(),this._maxVertexCount=e,this._maxIndexCount=t,this._geometryInitialized&&(this._geometryInitialized=!1,this.geometry=new gt,this._initializeGeometry(r));let o=this.geometry;r.index&&hi(r.index.array,o.index.array);for(let a in r.attributes)hi(r.attributes[a].array,o.attributes[a].array);this._visibilityChanged=!0}raycast(e,t){let n=this._instanceInfo,s=this._geometryInfo,r=this.matrixWorld,o=this.geometry;an.material=this.material,an.geometry.index=o.index,an.geometry.attributes=o.attributes,an.geometry.boundingBox===null&&(an.geometry.boundingBox=new We),an.geometry.boundingSphere===null&&(an.geometry.boundingSphere=new vt);for(let a=0,l=n.length;a<l;a++){if(!n[a].visible||!n[a].active)continue;let c=n[a].geometryIndex,u=s[c];an.geometry.setDrawRange(u.start,u.count),this.getMatrixAt(a,an.matrixWorld).premultiply(r),this.getBoundingBoxAt(c,an.geometry.boundingBox),this.getBoundingSphereAt(c,an.geometry.boundingSphere),an.raycast(e,tl);for(let h=0,d=tl.length;h<d;h++){let f=tl[h];f.object=this,f.batchId=a,t.push(f)}tl.length=0}an.material=null,an.geometry.index=null,an.geometry.attributes={},an.geometry.setDrawRange(0,1/0)}copy(e){return super.copy(e),this.geometry=e.geometry.clone(),this.perObjectFrustumCulled=e.perObjectFrustumCulled,this.sortObjects=e.sortObjects,this.boundingBox=e.boundingBox!==null?e.boundingBox.clone():null,this.boundingSphere=e.boundingSphere!==null?e.boundingSphere.clone():null,this._geometryInfo=e._geometryInfo.map(t=>({...t,boundingBox:t.boundingBox!==null?t.boundingBox.clone():null,boundingSphere:t.boundingSphere!==null?t.boundingSphere.clone():null})),this._instanceInfo=e._instanceInfo.map(t=>({...t})),this._availableInstanceIds=e._availableInstanceIds.slice(),this._availableGeometryIds=e._availableGeometryIds.slice(),this._nextIndexStart=e._nextIndexStart,this._nextVertexStart=e._nextVertexStart,this._geometryCount=e._geometryCount,this._maxInstanceCount=e._maxInstanceCount,this._maxVertexCount=e._maxVertexCount,this._maxIndexCount=e._maxIndexCount,this._geometryInitialized=e._geometryInitialized,this._multiDrawCounts=e._multiDrawCounts.slice(),this._multiDrawStarts=e._multiDrawStarts.slice(),this._multiDrawBytesPerElement=e._multiDrawBytesPerElement,this._mergedDrawCounts=e._mergedDrawCounts.slice(),this._mergedDrawStarts=e._mergedDrawStarts.slice(),this._mergedDrawInstanceCounts=e._mergedDrawInstanceCounts.slice(),this._indirectTexture=e._indirectTexture.clone(),this._indirectTexture.image.data=this._indirectTexture.image.data.slice(),this._matricesTexture=e._matricesTexture.clone(),this._matricesTexture.image.data=this._matricesTexture.image.data.slice(),e._colorsTexture!==null?(this._colorsTexture=e._colorsTexture.clone(),this._colorsTexture.image.data=this._colorsTexture.image.data.slice()):this._colorsTexture=null,this}dispose(){super.dispose(),this.geometry.dispose(),this._matricesTexture.dispose(),this._matricesTexture=null,this._indirectTexture.dispose(),this._indirectTexture=null,this._colorsTexture!==null&&(this._colorsTexture.dispose(),this._colorsTexture=null),this._previousMatricesTexture!==null&&(this._previousMatricesTexture.dispose(),this._previousMatricesTexture=null)}_updateDrawParameters(e,t,n,s="multiDraw"){if(!this._visibilityChanged&&!this.perObjectFrustumCulled&&!this.sortObjects)return;let r=t.getIndex(),o=r===null?1:r.array.BYTES_PER_ELEMENT,a=1;n.wireframe&&(a=2,o=t.attributes.position.count>65535?4:2);let l=this._instanceInfo,c=this._multiDrawStarts,u=this._multiDrawCounts,h=this._mergedDrawStarts,d=this._mergedDrawCounts,f=this._mergedDrawInstanceCounts,g=this._geometryInfo,x=this.perObjectFrustumCulled,p=this._indirectTexture,m=p.image.data,b=e.isArrayCamera?By:Uy;x&&(e.isArrayCamera?b.setFromArrayCamera(e):(Sn.multiplyMatrices(e.projectionMatrix,e.matrixWorldInverse).multiply(this.matrixWorld),b.setFromProjectionMatrix(Sn,e.coordinateSystem,e.reversedDepth)));let _=0,y=0;if(this.sortObjects){Sn.copy(this.matrixWorld).invert(),Op.setFromMatrixPosition(e.matrixWorld).applyMatrix4(Sn),Up.set(0,0,-1).transformDirection(e.matrixWorld).transformDirection(Sn);for(let v=0,S=l.length;v<S;v++)if(l[v].visible&&l[v].active){let L=l[v].geometryIndex;this.getMatrixAt(v,Sn),this.getBoundingSphereAt(L,Ls).applyMatrix4(Sn);let E=!1;if(x&&(E=!b.intersectsSphere(Ls)),!E){let R=g[L],P=zy.subVectors(Ls.center,Op).dot(Up);fh.push(R.start,R.count,P,v)}}let M=fh.list,w=this.customSort;w===null?M.sort(n.transparent?Fy:Ny):w.call(this,M,e);for(let v=0,S=M.length;v<S;v++){let L=M[v],E=L.start*o*a,R=L.count*a;s==="merged"?y>0&&h[y-1]===E&&d[y-1]===R?f[y-1]++:(h[y]=E,d[y]=R,f[y]=1,y++):(c[_]=E,u[_]=R),m[_]=L.index,_++}fh.reset()}else for(let M=0,w=l.length;M<w;M++)if(l[M].visible&&l[M].active){let v=l[M].geometryIndex,S=!1;if(x&&(this.getMatrixAt(M,Sn),this.getBoundingSphereAt(v,Ls).applyMatrix4(Sn),S=!b.intersectsSphere(Ls)),!S){let L=g[v],E=L.start*o*a,R=L.count*a;s==="merged"?y>0&&h[y-1]===E&&d[y-1]===R?f[y-1]++:(h[y]=E,d[y]=R,f[y]=1,y++):(c[_]=E,u[_]=R),m[_]=M,_++}}p.needsUpdate=!0,this._multiDrawCount=_,this._mergedDrawCount=y,this._multiDrawBytesPerElement=o,this._visibilityChanged=!1}onBeforeRender(e,t,n,s,r){e.isWebGPURenderer===!0?(this._visibilityChanged||this.perObjectFrustumCulled||this.sortObjects)&&(this._indirectTexture.needsUpdate=!0):this._updateDrawParameters(n,s,r)}onBeforeShadow(e,t,n,s,r,o){e.isWebGPURenderer!==!0&&this._updateDrawParameters(s,r,o)}},ds=class extends bn{constructor(e){super(),this.isLineBasicMaterial=!0,this.type="LineBasicMaterial",this.color=new Ee(16777215),this.map=null,this.linewidth=1,this.linecap="round",this.linejoin="round",this.fog=!0,this.setValues(e)}copy(e){return super.copy(e),this.color.copy(e.color),this.map=e.map,this.linewidth=e.linewidth,this.linecap=e.linecap,this.linejoin=e.linejoin,this.fog=e.fog,this}},_l=new C,Ml=new C,Bp=new xe,So=new mi,nl=new vt,ph=new C,zp=new C,Wn=class extends bt{constructor(e=new gt,t=new ds){super(),this.isLine=!0,this.type="Line",this.geometry=e,this.material=t,this.morphTargetDictionary=void 0,this.morphTargetInfluences=void 0,this.updateMorphTargets()}copy(e,t){return super.copy(e,t),e.morphTargetInfluences!==void 0?this.morphTargetInfluences=e.morphTargetInfluences.slice():this.morphTargetInfluences=void 0,e.morphTargetDictionary!==void 0?this.morphTargetDictionary=Object.assign({},e.morphTargetDictionary):this.morphTargetDictionary=void 0,this.material=Array.isArray(e.material)?e.material.slice():e.material,this.geometry=e.geometry,this}computeLineDistances(){let e=this.geometry;if(e.index===null){let t=e.attributes.position,n=[0];for(let s=1,r=t.count;s<r;s++)_l.fromBufferAttribute(t,s-1),Ml.fromBufferAttribute(t,s),n[s]=n[s-1],n[s]+=_l.distanceTo(Ml);e.setAttribute("lineDistance",new Xt(n,1))}else Te("Line.computeLineDistances(): Computation only possible with non-indexed BufferGeometry.");return this}intersectsFrustum(e){return e.intersectsObject(this)}raycast(e,t){let n=this.geometry,s=this.matrixWorld,r=e.params.Line.threshold,o=n.drawRange;if(n.boundingSphere===null&&n.computeBoundingSphere(),nl.copy(n.boundingSphere),nl.applyMatrix4(s),nl.radius+=r,e.ray.intersectsSphere(nl)===!1)return;Bp.copy(s).invert(),So.copy(e.ray).applyMatrix4(Bp);let a=r/((this.scale.x+this.scale.y+this.scale.z)/3),l=a*a,c=this.isLineSegments?2:1,u=n.index,d=n.attributes.position;if(u!==null){let f=Math.max(0,o.start),g=Math.min(u.count,o.start+o.count);for(let x=f,p=g-1;x<p;x+=c){let m=u.getX(x),b=u.getX(x+1),_=il(this,e,So,l,m,b,x);_&&t.push(_)}if(this.isLineLoop){let x=u.getX(g-1),p=u.getX(f),m=il(this,e,So,l,x,p,g-1);m&&t.push(m)}}else{let f=Math.max(0,o.start),g=Math.min(d.count,o.start+o.count);for(let x=f,p=g-1;x<p;x+=c){let m=il(this,e,So,l,x,x+1,x);m&&t.push(m)}if(this.isLineLoop){let x=il(this,e,So,l,g-1,f,g-1);x&&t.push(x)}}}updateMorphTargets(){let t=this.geometry.morphAttributes,n=Object.keys(t);if(n.length>0){let s=t[n[0]];if(s!==void 0){this.morphTargetInfluences=[],this.morphTargetDictionary={};for(let r=0,o=s.length;r<o;r++){let a=s[r].name||String(r);this.morphTargetInfluences.push(0),this.morphTargetDictionary[a]=r}}}}};function il(i,e,t,n,s,r,o){let a=i.geometry.attributes.position;if(_l.fromBufferAttribute(a,s),Ml.fromBufferAttribute(a,r),t.distanceSqToSegment(_l,Ml,ph,zp)>n)return;ph.applyMatrix4(i.matrixWorld);let c=e.ray.origin.distanceTo(ph);if(!(c<e.near||c>e.far))return{distance:c,point:zp.clone().applyMatrix4(i.matrixWorld),index:o,face:null,faceIndex:null,barycoord:null,object:i}}var Gp=new C,Vp=new C,qn=class extends Wn{constructor(e,t){super(e,t),this.isLineSegments=!0,this.type="LineSegments"}computeLineDistances(){let e=this.geometry;if(e.index===null){let t=e.attributes.position,n=[];for(let s=0,r=t.count;s<r;s+=2)Gp.fromBufferAttribute(t,s),Vp.fromBufferAttribute(t,s+1),n[s]=s===0?0:n[s-1],n[s+1]=n[s]+Gp.distanceTo(Vp);e.setAttribute("lineDistance",new Xt(n,1))}else Te("LineSegments.computeLineDistances(): Computation only possible with non-indexed BufferGeometry.");return this}},gi=class extends Wn{constructor(e,t){super(e,t),this.isLineLoop=!0,this.type="LineLoop"}},wr=class extends bn{constructor(e){super(),this.isPointsMaterial=!0,this.type="PointsMaterial",this.color=new Ee(16777215),this.map=null,this.alphaMap=null,this.size=1,this.sizeAttenuation=!0,this.fog=!0,this.setValues(e)}copy(e){return super.copy(e),this.color.copy(e.color),this.map=e.map,this.alphaMap=e.alphaMap,this.size=e.size,this.sizeAttenuation=e.sizeAttenuation,this.fog=e.fog,this}},Hp=new xe,wh=new mi,sl=new vt,rl=new C,bi=class extends bt{constructor(e=new gt,t=new wr){super(),this.isPoints=!0,this.type="Points",this.geometry=e,this.material=t,this.morphTargetDictionary=void 0,this.morphTargetInfluences=void 0,this.updateMorphTargets()}copy(e,t){return super.copy(e,t),e.morphTargetInfluences!==void 0?this.morphTargetInfluences=e.morphTargetInfluences.slice():this.morphTargetInfluences=void 0,e.morphTargetDictionary!==void 0?this.morphTargetDictionary=Object.assign({},e.morphTargetDictionary):this.morphTargetDictionary=void 0,this.material=Array.isArray(e.material)?e.material.slice():e.material,this.geometry=e.geometry,this}intersectsFrustum(e){return e.intersectsObject(this)}raycast(e,t){let n=this.geometry,s=this.matrixWorld,r=e.params.Points.threshold,o=n.drawRange;if(n.boundingSphere===null&&n.computeBoundingSphere(),sl.copy(n.boundingSphere),sl.applyMatrix4(s),sl.radius+=r,e.ray.intersectsSphere(sl)===!1)return;Hp.copy(s).invert(),wh.copy(e.ray).applyMatrix4(Hp);let a=r/((this.scale.x+this.scale.y+this.scale.z)/3),l=a*a,c=n.index,h=n.attributes.position;if(c!==null){let d=Math.max(0,o.start),f=Math.min(c.count,o.start+o.count);for(let g=d,x=f;g<x;g++){let p=c.getX(g);rl.fromBufferAttribute(h,p),Wp(rl,p,l,s,e,t,this)}}else{let d=Math.max(0,o.start),f=Math.min(h.count,o.start+o.count);for(let g=d,x=f;g<x;g++)rl.fromBufferAttribute(h,g),Wp(rl,g,l,s,e,t,this)}}updateMorphTargets(){let t=this.geometry.morphAttributes,n=Object.keys(t);if(n.length>0){let s=t[n[0]];if(s!==void 0){this.morphTargetInfluences=[],this.morphTargetDictionary={};for(let r=0,o=s.length;r<o;r++){let a=s[r].name||String(r);this.morphTargetInfluences.push(0),this.morphTargetDictionary[a]=r}}}}};function Wp(i,e,t,n,s,r,o){let a=wh.distanceSqToPoint(i);if(a<t){let l=new C;wh.closestPointToPoint(i,l),l.applyMatrix4(n);let c=s.ray.origin.distanceTo(l);if(c<s.near||c>s.far)return;r.push({distance:c,distanceToRay:Math.sqrt(a),point:l,index:e,face:null,faceIndex:null,barycoord:null,object:o})}}var Sl=class extends At{constructor(e=[],t,n,s,r,o,a,l,c,u,h,d){super(null,o,a,l,c,u,s,r,h,d),this.isCompressedTexture=!0,this.image={width:t,height:n},this.mipmaps=e,this.flipY=!1,this.generateMipmaps=!1}};var Oo=class extends Sl{constructor(e,t,n){super(void 0,e[0].width,e[0].height,t,n,Mi),this.isCompressedCubeTexture=!0,this.isCubeTexture=!0,this.image=e}},Uo=class extends At{constructor(e=[],t=Mi,n,s,r,o,a,l,c,u){super(e,t,n,s,r,o,a,l,c,u),this.isCubeTexture=!0,this.flipY=!1}get images(){return this.image}set images(e){this.image=e}},Bo=class extends At{constructor(e,t,n,s,r,o,a,l,c){super(e,t,n,s,r,o,a,l,c),this.isCanvasTexture=!0,this.needsUpdate=!0}};var qi=class extends At{constructor(e,t,n=Kn,s,r,o,a=wt,l=wt,c,u=zi,h=1){if(u!==zi&&u!==Zi)throw new Error("THREE.DepthTexture: format must be either THREE.DepthFormat or THREE.DepthStencilFormat");let d={width:e,height:t,depth:h};super(d,s,r,o,a,l,u,n,c),this.isDepthTexture=!0,this.flipY=!1,this.generateMipmaps=!1,this.compareFunction=null}copy(e){return super.copy(e),this.source=new xr(Object.assign({},e.image)),this.compareFunction=e.compareFunction,this}toJSON(e){let t=super.toJSON(e);return t.compareFunction=this.compareFunction,t}},zo=class extends qi{constructor(e,t=Kn,n=Mi,s,r,o=wt,a=wt,l,c=zi){let u={width:e,height:e,depth:1},h=[u,u,u,u,u,u];super(e,e,t,n,s,r,o,a,l,c),this.image=h,this.isCubeDepthTexture=!0,this.isCubeTexture=!0}get images(){return this.image}set images(e){this.image=e}},Go=class extends At{constructor(e=null){super(),this.sourceTexture=e,this.isExternalTexture=!0}copy(e){return super.copy(e),this.sourceTexture=e.sourceTexture,this}},Tr=class i extends gt{constructor(e=1,t=1,n=1,s=1,r=1,o=1){super(),this.type="BoxGeometry",this.parameters={width:e,height:t,depth:n,widthSegments:s,heightSegments:r,depthSegments:o};let a=this;s=Math.floor(s),r=Math.floor(r),o=Math.floor(o);let l=[],c=[],u=[],h=[],d=0,f=0;g("z","y","x",-1,-1,n,t,e,o,r,0),g("z","y","x",1,-1,n,t,-e,o,r,1),g("x","z","y",1,1,e,n,t,s,o,2),g("x","z","y",1,-1,e,n,-t,s,o,3),g("x","y","z",1,-1,e,t,n,s,r,4),g("x","y","z",-1,-1,e,t,-n,s,r,5),this.setIndex(l),this.setAttribute("position",new Xt(c,3)),this.setAttribute("normal",new Xt(u,3)),this.setAttribute("uv",new Xt(h,2));function g(x,p,m,b,_,y,M,w,v,S,L){let E=y/v,R=M/S,P=y/2,N=M/2,k=w/2,U=v+1,V=S+1,H=0,te=0,q=new C;for(let Q=0;Q<V;Q++){let ee=Q*R-N;for(let ve=0;ve<U;ve++){let Ne=ve*E-P;q[x]=Ne*b,q[p]=ee*_,q[m]=k,c.push(q.x,q.y,q.z),q[x]=0,q[p]=0,q[m]=w>0?1:-1,u.push(q.x,q.y,q.z),h.push(ve/v),h.push(1-Q/S),H+=1}}for(let Q=0;Q<S;Q++)for(let ee=0;ee<v;ee++){let ve=d+ee+U*Q,Ne=d+ee+U*(Q+1),J=d+(ee+1)+U*(Q+1),ue=d+(ee+1)+U*Q;l.push(ve,Ne,ue),l.push(Ne,J,ue),te+=6}a.addGroup(f,te,L),f+=te,d+=H}}copy(e){return super.copy(e),this.parameters=Object.assign({},e.parameters),this}static fromJSON(e){return new i(e.width,e.height,e.depth,e.widthSegments,e.heightSegments,e.depthSegments)}};var Os=class i extends gt{constructor(e=1,t=1,n=1,s=1){super(),this.type="PlaneGeometry",this.parameters={width:e,height:t,widthSegments:n,heightSegments:s};let r=e/2,o=t/2,a=Math.floor(n),l=Math.floor(s),c=a+1,u=l+1,h=e/a,d=t/l,f=[],g=[],x=[],p=[];for(let m=0;m<u;m++){let b=m*d-o;for(let _=0;_<c;_++){let y=_*h-r;g.push(y,-b,0),x.push(0,0,1),p.push(_/a),p.push(1-m/l)}}for(let m=0;m<l;m++)for(let b=0;b<a;b++){let _=b+c*m,y=b+c*(m+1),M=b+1+c*(m+1),w=b+1+c*m;f.push(_,y,w),f.push(y,M,w)}this.setIndex(f),this.setAttribute("position",new Xt(g,3)),this.setAttribute("normal",new Xt(x,3)),this.setAttribute("uv",new Xt(p,2))}copy(e){return super.copy(e),this.parameters=Object.assign({},e.parameters),this}static fromJSON(e){return new i(e.width,e.height,e.widthSegments,e.heightSegments)}};function Gs(i){let e={};for(let t in i){e[t]={};for(let n in i[t]){let s=i[t][n];if(qp(s))s.isRenderTargetTexture?(Te("UniformsUtils: Textures of render targets cannot be cloned via cloneUniforms() or mergeUniforms()."),e[t][n]=null):e[t][n]=s.clone();else if(Array.isArray(s))if(qp(s[0])){let r=[];for(let o=0,a=s.length;o<a;o++)r[o]=s[o].clone();e[t][n]=r}else e[t][n]=s.slice();else e[t][n]=s}}return e}function hn(i){let e={};for(let t=0;t<i.length;t++){let n=Gs(i[t]);for(let s in n)e[s]=n[s]}return e}function qp(i){return i&&(i.isColor||i.isMatrix3||i.isMatrix4||i.isVector2||i.isVector3||i.isVector4||i.isTexture||i.isQuaternion)}function Vy(i){let e=[];for(let t=0;t<i.length;t++)e.push(i[t].clone());return e}function ad(i){let e=i.getRenderTarget();return e===null?i.outputColorSpace:e.isXRRenderTarget===!0?e.texture.colorSpace:He.workingColorSpace}var Gm={clone:Gs,merge:hn},Hy=`void main() {
	gl_Position = projectionMatrix * modelViewMatrix * vec4( position, 1.0 );
}`,Wy=`void main() {
	gl_FragColor = vec4( 1.0, 0.0, 0.0, 1.0 );
}`,Tn=class extends bn{constructor(e){super(),this.isShaderMaterial=!0,this.type="ShaderMaterial",this.defines={},this.uniforms={},this.uniformsGroups=[],this.vertexShader=Hy,this.fragmentShader=Wy,this.linewidth=1,this.wireframe=!1,this.wireframeLinewidth=1,this.fog=!1,this.lights=!1,this.clipping=!1,this.forceSinglePass=!0,this.extensions={clipCullDistance:!1,multiDraw:!1},this.defaultAttributeValues={color:[1,1,1],uv:[0,0],uv1:[0,0]},this.index0AttributeName=void 0,this.uniformsNeedUpdate=!1,this.glslVersion=null,e!==void 0&&this.setValues(e)}copy(e){return super.copy(e),this.fragmentShader=e.fragmentShader,this.vertexShader=e.vertexShader,this.uniforms=Gs(e.uniforms),this.uniformsGroups=Vy(e.uniformsGroups),this.defines=Object.assign({},e.defines),this.wireframe=e.wireframe,this.wireframeLinewidth=e.wireframeLinewidth,this.fog=e.fog,this.lights=e.lights,this.clipping=e.clipping,this.extensions=Object.assign({},e.extensions),this.glslVersion=e.glslVersion,this.defaultAttributeValues=Object.assign({},e.defaultAttributeValues),this.index0AttributeName=e.index0AttributeName,this.uniformsNeedUpdate=e.uniformsNeedUpdate,this}toJSON(e){let t=super.toJSON(e);t.glslVersion=this.glslVersion,t.uniforms={};for(let s in this.uniforms){let o=this.uniforms[s].value;o&&o.isTexture?t.uniforms[s]={type:"t",value:o.toJSON(e).uuid}:o&&o.isColor?t.uniforms[s]={type:"c",value:o.getHex()}:o&&o.isVector2?t.uniforms[s]={type:"v2",value:o.toArray()}:o&&o.isVector3?t.uniforms[s]={type:"v3",value:o.toArray()}:o&&o.isVector4?t.uniforms[s]={type:"v4",value:o.toArray()}:o&&o.isMatrix3?t.uniforms[s]={type:"m3",value:o.toArray()}:o&&o.isMatrix4?t.uniforms[s]={type:"m4",value:o.toArray()}:t.uniforms[s]={value:o}}Object.keys(this.defines).length>0&&(t.defines=this.defines),t.vertexShader=this.vertexShader,t.fragmentShader=this.fragmentShader,t.lights=this.lights,t.clipping=this.clipping;let n={};for(let s in this.extensions)this.extensions[s]===!0&&(n[s]=!0);return Object.keys(n).length>0&&(t.extensions=n),t}fromJSON(e,t){if(super.fromJSON(e,t),e.uniforms!==void 0)for(let n in e.uniforms){let s=e.uniforms[n];switch(this.uniforms[n]={},s.type){case"t":this.uniforms[n].value=t[s.value]||null;break;case"c":this.uniforms[n].value=new Ee().setHex(s.value);break;case"v2":this.uniforms[n].value=new Pe().fromArray(s.value);break;case"v3":this.uniforms[n].value=new C().fromArray(s.value);break;case"v4":this.uniforms[n].value=new et().fromArray(s.value);break;case"m3":this.uniforms[n].value=new ke().fromArray(s.value);break;case"m4":this.uniforms[n].value=new xe().fromArray(s.value);break;default:this.uniforms[n].value=s.value}}if(e.defines!==void 0&&(this.defines=e.defines),e.vertexShader!==void 0&&(this.vertexShader=e.vertexShader),e.fragmentShader!==void 0&&(this.fragmentShader=e.fragmentShader),e.glslVersion!==void 0&&(this.glslVersion=e.glslVersion),e.extensions!==void 0)for(let n in e.extensions)this.extensions[n]=e.extensions[n];return e.lights!==void 0&&(this.lights=e.lights),e.clipping!==void 0&&(this.clipping=e.clipping),this}},wl=class extends Tn{constructor(e){super(e),this.isRawShaderMaterial=!0,this.type="RawShaderMaterial"}},ni=class extends bn{constructor(e){super(),this.isMeshStandardMaterial=!0,this.type="MeshStandardMaterial",this.defines={STANDARD:""},this.color=new Ee(16777215),this.roughness=1,this.metalness=0,this.map=null,this.lightMap=null,this.lightMapIntensity=1,this.aoMap=null,this.aoMapIntensity=1,this.emissive=new Ee(0),this.emissiveIntensity=1,this.emissiveMap=null,this.bumpMap=null,this.bumpScale=1,this.normalMap=null,this.normalMapType=ra,this.normalScale=new Pe(1,1),this.displacementMap=null,this.displacementScale=1,this.displacementBias=0,this.roughnessMap=null,this.metalnessMap=null,this.alphaMap=null,this.envMap=null,this.envMapRotation=new Gi,this.envMapIntensity=1,this.wireframe=!1,this.wireframeLinewidth=1,this.wireframeLinecap="round",this.wireframeLinejoin="round",this.flatShading=!1,this.fog=!0,this.setValues(e)}copy(e){return super.copy(e),this.defines={STANDARD:""},this.color.copy(e.color),this.roughness=e.roughness,this.metalness=e.metalness,this.map=e.map,this.lightMap=e.lightMap,this.lightMapIntensity=e.lightMapIntensity,this.aoMap=e.aoMap,this.aoMapIntensity=e.aoMapIntensity,this.emissive.copy(e.emissive),this.emissiveMap=e.emissiveMap,this.emissiveIntensity=e.emissiveIntensity,this.bumpMap=e.bumpMap,this.bumpScale=e.bumpScale,this.normalMap=e.normalMap,this.normalMapType=e.normalMapType,this.normalScale.copy(e.normalScale),this.displacementMap=e.displacementMap,this.displacementScale=e.displacementScale,this.displacementBias=e.displacementBias,this.roughnessMap=e.roughnessMap,this.metalnessMap=e.metalnessMap,this.alphaMap=e.alphaMap,this.envMap=e.envMap,this.envMapRotation.copy(e.envMapRotation),this.envMapIntensity=e.envMapIntensity,this.wireframe=e.wireframe,this.wireframeLinewidth=e.wireframeLinewidth,this.wireframeLinecap=e.wireframeLinecap,this.wireframeLinejoin=e.wireframeLinejoin,this.flatShading=e.flatShading,this.fog=e.fog,this}},xn=class extends ni{constructor(e){super(),this.isMeshPhysicalMaterial=!0,this.defines={STANDARD:"",PHYSICAL:""},this.type="MeshPhysicalMaterial",this.anisotropyRotation=0,this.anisotropyMap=null,this.clearcoatMap=null,this.clearcoatRoughness=0,this.clearcoatRoughnessMap=null,this.clearcoatNormalScale=new Pe(1,1),this.clearcoatNormalMap=null,this.diffuseRoughnessMap=null,this.ior=1.5,Object.defineProperty(this,"reflectivity",{get:function(){return Be(2.5*(this.ior-1)/(this.ior+1),0,1)},set:function(t){this.ior=(1+.4*t)/(1-.4*t)}}),this.iridescenceMap=null,this.iridescenceIOR=1.3,this.iridescenceThicknessMinimum=100,this.iridescenceThicknessMaximum=400,this.iridescenceThicknessMap=null,this.sheenColor=new Ee(0),this.sheenColorMap=null,this.sheenRoughness=1,this.sheenRoughnessMap=null,this.transmissionMap=null,this.thickness=0,this.thicknessMap=null,this.attenuationDistance=1/0,this.attenuationColor=new Ee(1,1,1),this.specularIntensity=1,this.specularIntensityMap=null,this.specularColor=new Ee(1,1,1),this.specularColorMap=null,this._anisotropy=0,this._clearcoat=0,this._diffuseRoughness=0,this._dispersion=0,this._iridescence=0,this._retroreflectivity=0,this._sheen=0,this._transmission=0,this.setValues(e)}get anisotropy(){return this._anisotropy}set anisotropy(e){this._anisotropy>0!=e>0&&this.version++,this._anisotropy=e}get clearcoat(){return this._clearcoat}set clearcoat(e){this._clearcoat>0!=e>0&&this.version++,this._clearcoat=e}get diffuseRoughness(){return this._diffuseRoughness}set diffuseRoughness(e){this._diffuseRoughness>0!=e>0&&this.version++,this._diffuseRoughness=e}get iridescence(){return this._iridescence}set iridescence(e){this._iridescence>0!=e>0&&this.version++,this._iridescence=e}get dispersion(){return this._dispersion}set dispersion(e){this._dispersion>0!=e>0&&this.version++,this._dispersion=e}get retroreflectivity(){return this._retroreflectivity}set retroreflectivity(e){this._retroreflectivity>0!=e>0&&this.version++,this._retroreflectivity=e}get sheen(){return this._sheen}set sheen(e){this._sheen>0!=e>0&&this.version++,this._sheen=e}get transmission(){return this._transmission}set transmission(e){this._transmission>0!=e>0&&this.version++,this._transmission=e}get iridescenceThicknessRange(){return ks('MeshPhysicalMaterial: The "iridescenceThicknessRange" property has been replaced by "iridescenceThicknessMinimum" and "iridescenceThicknessMaximum".'),[this.iridescenceThicknessMinimum,this.iridescenceThicknessMaximum]}set iridescenceThicknessRange(e){ks('MeshPhysicalMaterial: The "iridescenceThicknessRange" property has been replaced by "iridescenceThicknessMinimum" and "iridescenceThicknessMaximum".'),this.iridescenceThicknessMinimum=e[0],this.iridescenceThicknessMaximum=e[1]}copy(e){return super.copy(e),this.defines={STANDARD:"",PHYSICAL:""},this.anisotropy=e.anisotropy,this.anisotropyRotation=e.anisotropyRotation,this.anisotropyMap=e.anisotropyMap,this.clearcoat=e.clearcoat,this.clearcoatMap=e.clearcoatMap,this.clearcoatRoughness=e.clearcoatRoughness,this.clearcoatRoughnessMap=e.clearcoatRoughnessMap,this.clearcoatNormalMap=e.clearcoatNormalMap,this.clearcoatNormalScale.copy(e.clearcoatNormalScale),this.diffuseRoughness=e.diffuseRoughness,this.diffuseRoughnessMap=e.diffuseRoughnessMap,this.dispersion=e.dispersion,this.ior=e.ior,this.iridescence=e.iridescence,this.iridescenceMap=e.iridescenceMap,this.iridescenceIOR=e.iridescenceIOR,this.iridescenceThicknessMinimum=e.iridescenceThicknessMinimum,this.iridescenceThicknessMaximum=e.iridescenceThicknessMaximum,this.iridescenceThicknessMap=e.iridescenceThicknessMap,this.retroreflectivity=e.retroreflectivity,this.sheen=e.sheen,this.sheenColor.copy(e.sheenColor),this.sheenColorMap=e.sheenColorMap,this.sheenRoughness=e.sheenRoughness,this.sheenRoughnessMap=e.sheenRoughnessMap,this.transmission=e.transmission,this.transmissionMap=e.transmissionMap,this.thickness=e.thickness,this.thicknessMap=e.thicknessMap,this.attenuationDistance=e.attenuationDistance,this.attenuationColor.copy(e.attenuationColor),this.specularIntensity=e.specularIntensity,this.specularIntensityMap=e.specularIntensityMap,this.specularColor.copy(e.specularColor),this.specularColorMap=e.specularColorMap,this}};var Ar=class extends bn{constructor(e){super(),this.isMeshNormalMaterial=!0,this.type="MeshNormalMaterial",this.bumpMap=null,this.bumpScale=1,this.normalMap=null,this.normalMapType=ra,this.normalScale=new Pe(1,1),this.displacementMap=null,this.displacementScale=1,this.displacementBias=0,this.wireframe=!1,this.wireframeLinewidth=1,this.flatShading=!1,this.setValues(e)}copy(e){return super.copy(e),this.bumpMap=e.bumpMap,this.bumpScale=e.bumpScale,this.normalMap=e.normalMap,this.normalMapType=e.normalMapType,this.normalScale.copy(e.normalScale),this.displacementMap=e.displacementMap,this.displacementScale=e.displacementScale,this.displacementBias=e.displacementBias,this.wireframe=e.wireframe,this.wireframeLinewidth=e.wireframeLinewidth,this.flatShading=e.flatShading,this}};var Tl=class extends bn{constructor(e){super(),this.isMeshDepthMaterial=!0,this.type="MeshDepthMaterial",this.depthPacking=Rm,this.map=null,this.alphaMap=null,this.displacementMap=null,this.displacementScale=1,this.displacementBias=0,this.wireframe=!1,this.wireframeLinewidth=1,this.setValues(e)}copy(e){return super.copy(e),this.depthPacking=e.depthPacking,this.map=e.map,this.alphaMap=e.alphaMap,this.displacementMap=e.displacementMap,this.displacementScale=e.displacementScale,this.displacementBias=e.displacementBias,this.wireframe=e.wireframe,this.wireframeLinewidth=e.wireframeLinewidth,this}},Al=class extends bn{constructor(e){super(),this.isMeshDistanceMaterial=!0,this.type="MeshDistanceMaterial",this.map=null,this.alphaMap=null,this.displacementMap=null,this.displacementScale=1,this.displacementBias=0,this.setValues(e)}copy(e){return super.copy(e),this.map=e.map,this.alphaMap=e.alphaMap,this.displacementMap=e.displacementMap,this.displacementScale=e.displacementScale,this.displacementBias=e.displacementBias,this}};function hs(i,e){return!i||i.constructor===e?i:typeof e.BYTES_PER_ELEMENT=="number"?new e(i):Array.prototype.slice.call(i)}function wo(i){return i!==void 0&&i.inTangents!==void 0&&i.outTangents!==void 0}function qy(i){function e(s,r){return i[s]-i[r]}let t=i.length,n=new Array(t);for(let s=0;s!==t;++s)n[s]=s;return n.sort(e),n}function Xp(i,e,t){let n=i.length,s=new i.constructor(n);for(let r=0,o=0;o!==n;++r){let a=t[r]*e;for(let l=0;l!==e;++l)s[o++]=i[a+l]}return s}function Xy(i,e,t,n){let s=1,r=i[0];for(;r!==void 0&&r[n]===void 0;)r=i[s++];if(r===void 0)return;let o=r[n];if(o!==void 0)if(Array.isArray(o))do o=r[n],o!==void 0&&(e.push(r.time),t.push(...o)),r=i[s++];while(r!==void 0);else if(o.toArray!==void 0)do o=r[n],o!==void 0&&(e.push(r.time),o.toArray(t,t.length)),r=i[s++];while(r!==void 0);else do o=r[n],o!==void 0&&(e.push(r.time),t.push(o)),r=i[s++];while(r!==void 0)}var xi=class{constructor(e,t,n,s){this.parameterPositions=e,this._cachedIndex=0,this.resultBuffer=s!==void 0?s:new t.constructor(n),this.sampleValues=t,this.valueSize=n,this.settings=null,this.DefaultSettings_={}}evaluate(e){let t=this.parameterPositions,n=this._cachedIndex,s=t[n],r=t[n-1];n:{e:{let o;t:{i:if(!(e<s)){for(let a=n+2;;){if(s===void 0){if(e<r)break i;return n=t.length,this._cachedIndex=n,this.copySampleValue_(n-1)}if(n===a)break;if(r=s,s=t[++n],e<s)break e}o=t.length;break t}if(!(e>=r)){let a=t[1];e<a&&(n=2,r=a);for(let l=n-2;;){if(r===void 0)return this._cachedIndex=0,this.copySampleValue_(0);if(n===l)break;if(s=r,r=t[--n-1],e>=r)break e}o=n,n=0;break t}break n}for(;n<o;){let a=n+o>>>1;e<t[a]?o=a:n=a+1}if(s=t[n],r=t[n-1],r===void 0)return this._cachedIndex=0,this.copySampleValue_(0);if(s===void 0)return n=t.length,this._cachedIndex=n,this.copySampleValue_(n-1)}this._cachedIndex=n,this.intervalChanged_(n,r,s)}return this.interpolate_(n,r,e,s)}getSettings_(){return this.settings||this.DefaultSettings_}copySampleValue_(e){let t=this.resultBuffer,n=this.sampleValues,s=this.valueSize,r=e*s;for(let o=0;o!==s;++o)t[o]=n[r+o];return t}interpolate_(){throw new Error("THREE.Interpolant: Call to abstract method.")}intervalChanged_(){}},El=class extends xi{constructor(e,t,n,s){super(e,t,n,s),this._weightPrev=-0,this._offsetPrev=-0,this._weightNext=-0,this._offsetNext=-0,this.DefaultSettings_={endingStart:vh,endingEnd:vh}}intervalChanged_(e,t,n){let s=this.parameterPositions,r=e-2,o=e+1,a=s[r],l=s[o];if(a===void 0)switch(this.getSettings_().endingStart){case _h:r=e,a=2*t-n;break;case Mh:r=s.length-2,a=t+s[r]-s[r+1];break;default:r=e,a=n}if(l===void 0)switch(this.getSettings_().endingEnd){case _h:o=e,l=2*n-t;break;case Mh:o=1,l=n+s[1]-s[0];break;default:o=e-1,l=t}let c=(n-t)*.5,u=this.valueSize;this._weightPrev=c/(t-a),this._weightNext=c/(l-n),this._offsetPrev=r*u,this._offsetNext=o*u}interpolate_(e,t,n,s){let r=this.resultBuffer,o=this.sampleValues,a=this.valueSize,l=e*a,c=l-a,u=this._offsetPrev,h=this._offsetNext,d=this._weightPrev,f=this._weightNext,g=(n-t)/(s-t),x=g*g,p=x*g,m=-d*p+2*d*x-d*g,b=(1+d)*p+(-1.5-2*d)*x+(-.5+d)*g+1,_=(-1-f)*p+(1.5+f)*x+.5*g,y=f*p-f*x;for(let M=0;M!==a;++M)r[M]=m*o[u+M]+b*o[c+M]+_*o[l+M]+y*o[h+M];return r}},Rl=class extends xi{constructor(e,t,n,s){super(e,t,n,s)}interpolate_(e,t,n,s){let r=this.resultBuffer,o=this.sampleValues,a=this.valueSize,l=e*a,c=l-a,u=(n-t)/(s-t),h=1-u;for(let d=0;d!==a;++d)r[d]=o[c+d]*h+o[l+d]*u;return r}},Cl=class extends xi{constructor(e,t,n,s){super(e,t,n,s)}interpolate_(e){return this.copySampleValue_(e-1)}},Pl=class extends xi{interpolate_(e,t,n,s){let r=this.resultBuffer,o=this.sampleValues,a=this.valueSize,l=e*a,c=l-a,u=this.inTangents,h=this.outTangents;if(!u||!h){let g=(n-t)/(s-t),x=1-g;for(let p=0;p!==a;++p)r[p]=o[c+p]*x+o[l+p]*g;return r}let d=a*2,f=e-1;for(let g=0;g!==a;++g){let x=o[c+g],p=o[l+g],m=f*d+g*2,b=h[m],_=h[m+1],y=e*d+g*2,M=u[y],w=u[y+1],v=Ky(n,t,b,M,s);r[g]=Vm(v,x,_,w,p)}return r}};function Vm(i,e,t,n,s){let r=1-i;return r*r*r*e+3*r*r*i*t+3*r*i*i*n+i*i*i*s}function jy(i,e,t,n,s){let r=1-i;return 3*r*r*(t-e)+6*r*i*(n-t)+3*i*i*(s-n)}function Ky(i,e,t,n,s){let r=(i-e)/(s-e);for(let o=0;o<8;o++){let a=Vm(r,e,t,n,s)-i;if(Math.abs(a)<1e-10)break;let l=jy(r,e,t,n,s);if(Math.abs(l)<1e-10)break;r=Math.max(0,Math.min(1,r-a/l))}return r}var An=class{constructor(e,t,n,s){if(e===void 0)throw new Error("THREE.KeyframeTrack: track name is undefined");if(t===void 0||t.length===0)throw new Error("THREE.KeyframeTrack: no keyframes in track named "+e);this.name=e,this.times=hs(t,this.TimeBufferType),this.values=hs(n,this.ValueBufferType),this.setInterpolation(s||this.DefaultInterpolation)}static toJSON(e){let t=e.constructor,n;if(t.toJSON!==this.toJSON)n=t.toJSON(e);else{n={name:e.name,times:hs(e.times,Array),values:hs(e.values,Array)};let s=e.getInterpolation();s!==e.DefaultInterpolation&&(n.interpolation=s),wo(e.settings)&&(n.settings={inTangents:hs(e.settings.inTangents,Array),outTangents:hs(e.settings.outTangents,Array)})}return n.type=e.ValueTypeName,n}InterpolantFactoryMethodDiscrete(e){return new Cl(this.times,this.values,this.getValueSize(),e)}InterpolantFactoryMethodLinear(e){return new Rl(this.times,this.values,this.getValueSize(),e)}InterpolantFactoryMethodSmooth(e){return new El(this.times,this.values,this.getValueSize(),e)}InterpolantFactoryMethodBezier(e){let t=new Pl(this.times,this.values,this.getValueSize(),e);return this.settings&&(t.inTangents=this.settings.inTangents,t.outTangents=this.settings.outTangents),t}setInterpolation(e){let t;switch(e){case Ds:t=this.InterpolantFactoryMethodDiscrete;break;case Ns:t=this.InterpolantFactoryMethodLinear;break;case cl:t=this.InterpolantFactoryMethodSmooth;break;case yh:t=this.InterpolantFactoryMethodBezier;break}if(t===void 0){let n="unsupported interpolation for "+this.ValueTypeName+" keyframe track named "+this.name;if(this.createInterpolant===void 0)if(e!==this.DefaultInterpolation)this.setInterpolation(this.DefaultInterpolation);else throw new Error(n);return Te("KeyframeTrack:",n),this}return this.createInterpolant=t,this}getInterpolation(){switch(this.createInterpolant){case this.InterpolantFactoryMethodDiscrete:return Ds;case this.InterpolantFactoryMethodLinear:return Ns;case this.InterpolantFactoryMethodSmooth:return cl;case this.InterpolantFactoryMethodBezier:return yh}}getValueSize(){return this.values.length/this.times.length}shift(e){if(e!==0){let t=this.times;for(let n=0,s=t.length;n!==s;++n)t[n]+=e;wo(this.settings)&&(jp(this.settings.inTangents,e),jp(this.settings.outTangents,e))}return this}scale(e){if(e!==1){let t=this.times;for(let n=0,s=t.length;n!==s;++n)t[n]*=e;wo(this.settings)&&(Kp(this.settings.inTangents,e),Kp(this.settings.outTangents,e))}return this}trim(e,t){let n=this.times,s=n.length,r=0,o=s-1;for(;r!==s&&n[r]<e;)++r;for(;o!==-1&&n[o]>t;)--o;if(++o,r!==0||o!==s){r>=o&&(o=Math.max(o,1),r=o-1);let a=this.getValueSize();this.times=n.slice(r,o),this.values=this.values.slice(r*a,o*a)}return this}validate(){let e=!0,t=this.getValueSize();t-Math.floor(t)!==0&&(De("KeyframeTrack: Invalid value size in track.",this),e=!1);let n=this.times,s=this.values,r=n.length;r===0&&(De("KeyframeTrack: Track is empty.",this),e=!1);let o=null;for(let a=0;a!==r;a++){let l=n[a];if(typeof l=="number"&&isNaN(l)){De("KeyframeTrack: Time is not a valid number.",this,a,l),e=!1;break}if(o!==null&&o>l){De("KeyframeTrack: Out of order keys.",this,a,l,o),e=!1;break}o=l}if(s!==void 0&&Z0(s))for(let a=0,l=s.length;a!==l;++a){let c=s[a];if(isNaN(c)){De("KeyframeTrack: Value is not a valid number.",this,a,c),e=!1;break}}return e}optimize(){let e=this.times.slice(),t=this.values.slice(),n=this.getValueSize(),s=this.getInterpolation()===cl,r=e.length-1,o=1;for(let a=1;a<r;++a){let l=!1,c=e[a],u=e[a+1];if(c!==u&&(a!==1||c!==e[0]))if(s)l=!0;else{let h=a*n,d=h-n,f=h+n;for(let g=0;g!==n;++g){let x=t[h+g];if(x!==t[d+g]||x!==t[f+g]){l=!0;break}}}if(l){if(a!==o){e[o]=e[a];let h=a*n,d=o*n;for(let f=0;f!==n;++f)t[d+f]=t[h+f]}++o}}if(r>0){e[o]=e[r];for(let a=r*n,l=o*n,c=0;c!==n;++c)t[l+c]=t[a+c];++o}return o!==e.length?(this.times=e.slice(0,o),this.values=t.slice(0,o*n)):(this.times=e,this.values=t),this}clone(){let e=this.times.slice(),t=this.values.slice(),n=this.constructor,s=new n(this.name,e,t);return s.createInterpolant=this.createInterpolant,wo(this.settings)&&(s.settings={inTangents:this.settings.inTangents.slice(),outTangents:this.settings.outTangents.slice()}),s}};function jp(i,e){for(let t=0,n=i.length;t!==n;t+=2)i[t]+=e}function Kp(i,e){for(let t=0,n=i.length;t!==n;t+=2)i[t]*=e}An.prototype.ValueTypeName="";An.prototype.TimeBufferType=Float32Array;An.prototype.ValueBufferType=Float32Array;An.prototype.DefaultInterpolation=Ns;var Xi=class extends An{constructor(e,t,n){super(e,t,n)}};Xi.prototype.ValueTypeName="bool";Xi.prototype.ValueBufferType=Array;Xi.prototype.DefaultInterpolation=Ds;Xi.prototype.InterpolantFactoryMethodLinear=void 0;Xi.prototype.InterpolantFactoryMethodSmooth=void 0;var Vo=class extends An{constructor(e,t,n,s){super(e,t,n,s)}};Vo.prototype.ValueTypeName="color";var ji=class extends An{constructor(e,t,n,s){super(e,t,n,s)}};ji.prototype.ValueTypeName="number";var Il=class extends xi{constructor(e,t,n,s){super(e,t,n,s)}interpolate_(e,t,n,s){let r=this.resultBuffer,o=this.sampleValues,a=this.valueSize,l=(n-t)/(s-t),c=e*a;for(let u=c+a;c!==u;c+=4)lt.slerpFlat(r,0,o,c-a,o,c,l);return r}},Ki=class extends An{constructor(e,t,n,s){super(e,t,n,s)}InterpolantFactoryMethodLinear(e){return new Il(this.times,this.values,this.getValueSize(),e)}};Ki.prototype.ValueTypeName="quaternion";Ki.prototype.InterpolantFactoryMethodSmooth=void 0;var Yi=class extends An{constructor(e,t,n){super(e,t,n)}};Yi.prototype.ValueTypeName="string";Yi.prototype.ValueBufferType=Array;Yi.prototype.DefaultInterpolation=Ds;Yi.prototype.InterpolantFactoryMethodLinear=void 0;Yi.prototype.InterpolantFactoryMethodSmooth=void 0;var fs=class extends An{constructor(e,t,n,s){super(e,t,n,s)}};fs.prototype.ValueTypeName="vector";var Ho=class{constructor(e="",t=-1,n=[],s=Em){this.name=e,this.tracks=n,this.duration=t,this.blendMode=s,this.uuid=Si(),this.userData={},this.duration<0&&this.resetDuration()}static parse(e){let t=[],n=e.tracks,s=1/(e.fps||1);for(let o=0,a=n.length;o!==a;++o)t.push(Jy(n[o]).scale(s));let r=new this(e.name,e.duration,t,e.blendMode);return r.uuid=e.uuid,r.userData=JSON.parse(e.userData||"{}"),r}static toJSON(e){let t=[],n=e.tracks,s={name:e.name,duration:e.duration,tracks:t,uuid:e.uuid,blendMode:e.blendMode,userData:JSON.stringify(e.userData)};for(let r=0,o=n.length;r!==o;++r)t.push(An.toJSON(n[r]));return s}static CreateFromMorphTargetSequence(e,t,n,s){let r=t.length,o=[];for(let a=0;a<r;a++){let l=[],c=[];l.push((a+r-1)%r,a,(a+1)%r),c.push(0,1,0);let u=qy(l);l=Xp(l,1,u),c=Xp(c,1,u),!s&&l[0]===0&&(l.push(r),c.push(c[0])),o.push(new ji(".morphTargetInfluences["+t[a].name+"]",l,c).scale(1/n))}return new this(e,-1,o)}static findByName(e,t){let n=e;if(!Array.isArray(e)){let s=e;n=s.geometry&&s.geometry.animations||s.animations}for(let s=0;s<n.length;s++)if(n[s].name===t)return n[s];return null}static CreateClipsFromMorphTargetSequences(e,t,n){let s={},r=/^([\w-]*?)([\d]+)$/;for(let a=0,l=e.length;a<l;a++){let c=e[a],u=c.name.match(r);if(u&&u.length>1){let h=u[1],d=s[h];d||(s[h]=d=[]),d.push(c)}}let o=[];for(let a in s)o.push(this.CreateFromMorphTargetSequence(a,s[a],t,n));return o}resetDuration(){let e=this.tracks,t=0;for(let n=0,s=e.length;n!==s;++n){let r=this.tracks[n];t=Math.max(t,r.times[r.times.length-1])}return this.duration=t,this}trim(){for(let e=0;e<this.tracks.length;e++)this.tracks[e].trim(0,this.duration);return this}validate(){let e=!0;for(let t=0;t<this.tracks.length;t++)e=e&&this.tracks[t].validate();return e}optimize(){for(let e=0;e<this.tracks.length;e++)this.tracks[e].optimize();return this}clone(){let e=[];for(let n=0;n<this.tracks.length;n++)e.push(this.tracks[n].clone());let t=new this.constructor(this.name,this.duration,e,this.blendMode);return t.userData=JSON.parse(JSON.stringify(this.userData)),t}toJSON(){return this.constructor.toJSON(this)}};function Yy(i){switch(i.toLowerCase()){case"scalar":case"double":case"float":case"number":case"integer":return ji;case"vector":case"vector2":case"vector3":case"vector4":return fs;case"color":return Vo;case"quaternion":return Ki;case"bool":case"boolean":return Xi;case"string":return Yi}throw new Error("THREE.KeyframeTrack: Unsupported typeName: "+i)}function Jy(i){if(i.type===void 0)throw new Error("THREE.KeyframeTrack: track type undefined, can not parse");let e=Yy(i.type);if(i.times===void 0){let n=[],s=[];Xy(i.keys,n,s,"value"),i.times=n,i.values=s}let t;return e.parse!==void 0?t=e.parse(i):t=new e(i.name,i.times,i.values,i.interpolation),wo(i.settings)&&(t.settings={inTangents:hs(i.settings.inTangents,Float32Array),outTangents:hs(i.settings.outTangents,Float32Array)}),t}var fi={enabled:!1,files:{},add:function(i,e){this.enabled!==!1&&(Yp(i)||(this.files[i]=e))},get:function(i){if(this.enabled!==!1&&!Yp(i))return this.files[i]},remove:function(i){delete this.files[i]},clear:function(){this.files={}}};function Yp(i){try{let e=i.slice(i.indexOf(":")+1);return new URL(e).protocol==="blob:"}catch{return!1}}var Ll=class{constructor(e,t,n){let s=this,r=!1,o=0,a=0,l,c=[];this.onStart=void 0,this.onLoad=e,this.onProgress=t,this.onError=n,this._abortController=null,this.itemStart=function(u){a++,r===!1&&s.onStart!==void 0&&s.onStart(u,o,a),r=!0},this.itemEnd=function(u){o++,s.onProgress!==void 0&&s.onProgress(u,o,a),o===a&&(r=!1,s.onLoad!==void 0&&s.onLoad())},this.itemError=function(u){s.onError!==void 0&&s.onError(u)},this.resolveURL=function(u){return u=u.normalize("NFC"),l?l(u):u},this.setURLModifier=function(u){return l=u,this},this.addHandler=function(u,h){return c.push(u,h),this},this.removeHandler=function(u){let h=c.indexOf(u);return h!==-1&&c.splice(h,2),this},this.getHandler=function(u){for(let h=0,d=c.length;h<d;h+=2){let f=c[h],g=c[h+1];if(f.global&&(f.lastIndex=0),f.test(u))return g}return null},this.abort=function(){return this.abortController.abort(),this._abortController=null,this}}get abortController(){return this._abortController||(this._abortController=new AbortController),this._abortController}},Hm=new Ll,yi=class{constructor(e){this.manager=e!==void 0?e:Hm,this.crossOrigin="anonymous",this.withCredentials=!1,this.path="",this.resourcePath="",this.requestHeader={},this.priority="auto",this.cache="default",typeof __THREE_DEVTOOLS__<"u"&&__THREE_DEVTOOLS__.dispatchEvent(new CustomEvent("observe",{detail:this}))}load(){}loadAsync(e,t){let n=this;return new Promise(function(s,r){n.load(e,s,t,r)})}parse(){}setCrossOrigin(e){return this.crossOrigin=e,this}setWithCredentials(e){return this.withCredentials=e,this}setPath(e){return this.path=e,this}setResourcePath(e){return this.resourcePath=e,this}setRequestHeader(e){return this.requestHeader=e,this}setPriority(e){return this.priority=e,this}setCache(e){return this.cache=e,this}abort(){return this}};yi.DEFAULT_MATERIAL_NAME="__DEFAULT";var Ui={},Th=class extends Error{constructor(e,t){super(e),this.response=t}},Er=class extends yi{constructor(e){super(e),this.mimeType="",this.responseType="",this._abortController=new AbortController}load(e,t,n,s){e===void 0&&(e=""),this.path!==void 0&&(e=this.path+e),e=this.manager.resolveURL(e);let r=fi.get(`file:${e}`);if(r!==void 0){this.manager.itemStart(e),setTimeout(()=>{t&&t(r),this.manager.itemEnd(e)},0);return}if(Ui[e]!==void 0){Ui[e].push({onLoad:t,onProgress:n,onError:s});return}Ui[e]=[],Ui[e].push({onLoad:t,onProgress:n,onError:s});let o=new Request(e,{headers:new Headers(this.requestHeader),credentials:this.withCredentials?"include":"same-origin",priority:this.priority,cache:this.cache,signal:typeof AbortSignal.any=="function"?AbortSignal.any([this._abortController.signal,this.manager.abortController.signal]):this._abortController.signal}),a=this.mimeType,l=this.responseType;fetch(o).then(c=>{if(c.status===200||c.status===0){if(c.status===0&&Te("FileLoader: HTTP Status 0 received."),typeof ReadableStream>"u"||c.body===void 0||c.body.getReader===void 0)return c;let u=Ui[e],h=c.body.getReader(),d=c.headers.get("X-File-Size")||c.headers.get("Content-Length"),f=d?parseInt(d):0,g=f!==0,x=0,p=new ReadableStream({start(m){b();function b(){h.read().then(({done:_,value:y})=>{if(_)m.close();else{x+=y.byteLength;let M=new ProgressEvent("progress",{lengthComputable:g,loaded:x,total:f});for(let w=0,v=u.length;w<v;w++){let S=u[w];S.onProgress&&S.onProgress(M)}m.enqueue(y),b()}},_=>{m.error(_)})}}});return new Response(p)}else throw new Th(`fetch for "${c.url}" responded with ${c.status}: ${c.statusText}`,c)}).then(c=>{switch(l){case"arraybuffer":return c.arrayBuffer();case"blob":return c.blob();case"document":return c.text().then(u=>new DOMParser().parseFromString(u,a));case"json":return c.json();default:if(a==="")return c.text();{let h=/charset="?([^;"\s]*)"?/i.exec(a),d=h&&h[1]?h[1].toLowerCase():void 0,f=new TextDecoder(d);return c.arrayBuffer().then(g=>f.decode(g))}}}).then(c=>{fi.add(`file:${e}`,c);let u=Ui[e];delete Ui[e];for(let h=0,d=u.length;h<d;h++){let f=u[h];f.onLoad&&f.onLoad(c)}}).catch(c=>{let u=Ui[e];if(u===void 0)throw this.manager.itemError(e),c;delete Ui[e];for(let h=0,d=u.length;h<d;h++){let f=u[h];f.onError&&f.onError(c)}this.manager.itemError(e)}).finally(()=>{this.manager.itemEnd(e)}),this.manager.itemStart(e)}setResponseType(e){return this.responseType=e,this}setMimeType(e){return this.mimeType=e,this}abort(){return this._abortController.abort(),this._abortController=new AbortController,this}};var ar=new WeakMap,kl=class extends yi{constructor(e){super(e)}load(e,t,n,s){this.path!==void 0&&(e=this.path+e),e=this.manager.resolveURL(e);let r=this,o=fi.get(`image:${e}`);if(o!==void 0){if(o.complete===!0)r.manager.itemStart(e),setTimeout(function(){t&&t(o),r.manager.itemEnd(e)},0);else{let h=ar.get(o);h===void 0&&(h=[],ar.set(o,h)),h.push({onLoad:t,onError:s})}return o}let a=gr("img");function l(){u(),t&&t(this);let h=ar.get(this)||[];for(let d=0;d<h.length;d++){let f=h[d];f.onLoad&&f.onLoad(this)}ar.delete(this),r.manager.itemEnd(e)}function c(h){u(),s&&s(h),fi.remove(`image:${e}`);let d=ar.get(this)||[];for(let f=0;f<d.length;f++){let g=d[f];g.onError&&g.onError(h)}ar.delete(this),r.manager.itemError(e),r.manager.itemEnd(e)}function u(){a.removeEventListener("load",l,!1),a.removeEventListener("error",c,!1)}return a.addEventListener("load",l,!1),a.addEventListener("error",c,!1),e.slice(0,5)!=="data:"&&this.crossOrigin!==void 0&&(a.crossOrigin=this.crossOrigin),fi.add(`image:${e}`,a),r.manager.itemStart(e),a.fetchPriority=this.priority,a.src=e,a}};var Wo=class extends yi{constructor(e){super(e)}load(e,t,n,s){let r=new At,o=new kl(this.manager);return o.setPriority(this.priority),o.setCache(this.cache),o.setCrossOrigin(this.crossOrigin),o.setPath(this.path),o.load(e,function(a){r.image=a,r.needsUpdate=!0,t!==void 0&&t(r)},n,s),r}},Rr=class extends bt{static registerNode(e){this.prototype._lightNode=e}constructor(e,t=1){super(),this.isLight=!0,this.type="Light",this.color=new Ee(e),this.intensity=t}copy(e,t){return super.copy(e,t),this.color.copy(e.color),this.intensity=e.intensity,this}toJSON(e){let t=super.toJSON(e);return t.object.color=this.color.getHex(),t.object.intensity=this.intensity,t}};var mh=new xe,Jp=new C,$p=new C,Cr=class{constructor(e){this.camera=e,this.intensity=1,this.bias=0,this.biasNode=null,this.normalBias=0,this.radius=1,this.blurSamples=8,this.mapSize=new Pe(512,512),this.mapType=Rn,this.map=null,this.mapPass=null,this.matrix=new xe,this.autoUpdate=!0,this.needsUpdate=!1,this._frustum=new Wi,this._frameExtents=new Pe(1,1),this._viewportCount=1,this._viewports=[new et(0,0,1,1)]}getViewportCount(){return this._viewportCount}getCamera(){return this.camera}getFrustum(){return this._frustum}updateMatrices(e){let t=this.camera;Jp.setFromMatrixPosition(e.matrixWorld),t.position.copy(Jp),$p.setFromMatrixPosition(e.target.matrixWorld),t.lookAt($p),t.updateMatrixWorld(),this._updateMatrix(t,this.matrix,this._frustum)}_updateMatrix(e,t,n,s){mh.multiplyMatrices(e.projectionMatrix,e.matrixWorldInverse),n.setFromProjectionMatrix(mh,e.coordinateSystem,e.reversedDepth);let r=this._frameExtents,o=s?s.z/r.x:1,a=s?s.w/r.y:1,l=s?s.x/r.x:0,c=s?s.y/r.y:0;e.coordinateSystem===mr||e.reversedDepth?t.set(.5*o,0,0,.5*o+l,0,.5*a,0,.5*a+c,0,0,1,0,0,0,0,1):t.set(.5*o,0,0,.5*o+l,0,.5*a,0,.5*a+c,0,0,.5,.5,0,0,0,1),t.multiply(mh)}getViewport(e){return this._viewports[e]}getFrameExtents(){return this._frameExtents}dispose(){this.map&&this.map.dispose(),this.mapPass&&this.mapPass.dispose()}copy(e){return this.camera=e.camera.clone(),this.intensity=e.intensity,this.bias=e.bias,this.radius=e.radius,this.autoUpdate=e.autoUpdate,this.needsUpdate=e.needsUpdate,this.normalBias=e.normalBias,this.blurSamples=e.blurSamples,this.mapSize.copy(e.mapSize),this.mapType=e.mapType,this.biasNode=e.biasNode,this}clone(){return new this.constructor().copy(this)}toJSON(){let e={};return e.intensity=this.intensity,e.bias=this.bias,e.normalBias=this.normalBias,e.radius=this.radius,e.blurSamples=this.blurSamples,e.mapSize=this.mapSize.toArray(),e.mapType=this.mapType,e.camera=this.camera.toJSON(!1).object,delete e.camera.matrix,e}},ol=new C,al=new lt,di=new C,qo=class extends bt{constructor(){super(),this.isCamera=!0,this.type="Camera",this.matrixWorldInverse=new xe,this.projectionMatrix=new xe,this.projectionMatrixInverse=new xe,this.coordinateSystem=Gn,this._reversedDepth=!1}get reversedDepth(){return this._reversedDepth}copy(e,t){return super.copy(e,t),this.matrixWorldInverse.copy(e.matrixWorldInverse),this.projectionMatrix.copy(e.projectionMatrix),this.projectionMatrixInverse.copy(e.projectionMatrixInverse),this.coordinateSystem=e.coordinateSystem,this}getWorldDirection(e){return super.getWorldDirection(e).negate()}updateMatrixWorld(e){super.updateMatrixWorld(e),this.matrixWorld.decompose(ol,al,di),di.x===1&&di.y===1&&di.z===1?this.matrixWorldInverse.copy(this.matrixWorld).invert():this.matrixWorldInverse.compose(ol,al,di.set(1,1,1)).invert()}updateWorldMatrix(e,t,n=!1){super.updateWorldMatrix(e,t,n),this.matrixWorld.decompose(ol,al,di),di.x===1&&di.y===1&&di.z===1?this.matrixWorldInverse.copy(this.matrixWorld).invert():this.matrixWorldInverse.compose(ol,al,di.set(1,1,1)).invert()}clone(){return new this.constructor().copy(this)}},us=new C,Zp=new Pe,Qp=new Pe,Ct=class extends qo{constructor(e=50,t=1,n=.1,s=2e3){super(),this.isPerspectiveCamera=!0,this.type="PerspectiveCamera",this.fov=e,this.zoom=1,this.near=n,this.far=s,this.focus=10,this.aspect=t,this.view=null,this.filmGauge=35,this.filmOffset=0,this.updateProjectionMatrix()}copy(e,t){return super.copy(e,t),this.fov=e.fov,this.zoom=e.zoom,this.near=e.near,this.far=e.far,this.focus=e.focus,this.aspect=e.aspect,this.view=e.view===null?null:Object.assign({},e.view),this.filmGauge=e.filmGauge,this.filmOffset=e.filmOffset,this}setFocalLength(e){let t=.5*this.getFilmHeight()/e;this.fov=Fs*2*Math.atan(t),this.updateProjectionMatrix()}getFocalLength(){let e=Math.tan(To*.5*this.fov);return .5*this.getFilmHeight()/e}getEffectiveFOV(){return Fs*2*Math.atan(Math.tan(To*.5*this.fov)/this.zoom)}getFilmWidth(){return this.filmGauge*Math.min(this.aspect,1)}getFilmHeight(){return this.filmGauge/Math.max(this.aspect,1)}getViewBounds(e,t,n){us.set(-1,-1,.5).applyMatrix4(this.projectionMatrixInverse),t.set(us.x,us.y).multiplyScalar(-e/us.z),us.set(1,1,.5).applyMatrix4(this.projectionMatrixInverse),n.set(us.x,us.y).multiplyScalar(-e/us.z)}getViewSize(e,t){return this.getViewBounds(e,Zp,Qp),t.subVectors(Qp,Zp)}setViewOffset(e,t,n,s,r,o){this.aspect=e/t,this.view===null&&(this.view={enabled:!0,fullWidth:1,fullHeight:1,offsetX:0,offsetY:0,width:1,height:1}),this.view.enabled=!0,this.view.fullWidth=e,this.view.fullHeight=t,this.view.offsetX=n,this.view.offsetY=s,this.view.width=r,this.view.height=o,this.updateProjectionMatrix()}clearViewOffset(){this.view!==null&&(this.view.enabled=!1),this.updateProjectionMatrix()}updateProjectionMatrix(){let e=this.near,t=e*Math.tan(To*.5*this.fov)/this.zoom,n=2*t,s=this.aspect*n,r=-.5*s,o=this.view;if(this.view!==null&&this.view.enabled){let l=o.fullWidth,c=o.fullHeight;r+=o.offsetX*s/l,t-=o.offsetY*n/c,s*=o.width/l,n*=o.height/c}let a=this.filmOffset;a!==0&&(r+=e*a/this.getFilmWidth()),this.projectionMatrix.makePerspective(r,r+s,t,t-n,e,this.far,this.coordinateSystem,this.reversedDepth),this.projectionMatrixInverse.copy(this.projectionMatrix).invert()}toJSON(e){let t=super.toJSON(e);return t.object.fov=this.fov,t.object.zoom=this.zoom,t.object.near=this.near,t.object.far=this.far,t.object.focus=this.focus,t.object.aspect=this.aspect,this.view!==null&&(t.object.view=Object.assign({},this.view)),t.object.filmGauge=this.filmGauge,t.object.filmOffset=this.filmOffset,t}},Ah=class extends Cr{constructor(){super(new Ct(50,1,.5,500)),this.isSpotLightShadow=!0,this.focus=1,this.aspect=1}updateMatrices(e){let t=this.camera,n=Fs*2*e.angle*this.focus,s=this.mapSize.width/this.mapSize.height*this.aspect,r=e.distance||t.far;(n!==t.fov||s!==t.aspect||r!==t.far)&&(t.fov=n,t.aspect=s,t.far=r,t.updateProjectionMatrix()),super.updateMatrices(e)}copy(e){return super.copy(e),this.focus=e.focus,this.aspect=e.aspect,this}toJSON(){let e=super.toJSON();return e.focus=this.focus,e.aspect=this.aspect,e}},Xn=class extends Rr{constructor(e,t,n=0,s=Math.PI/3,r=0,o=2){super(e,t),this.isSpotLight=!0,this.type="SpotLight",this.position.copy(bt.DEFAULT_UP),this.updateMatrix(),this.target=new bt,this.distance=n,this.angle=s,this.penumbra=r,this.decay=o,this.map=null,this.shadow=new Ah}get power(){return this.intensity*Math.PI}set power(e){this.intensity=e/Math.PI}dispose(){super.dispose(),this.shadow.dispose()}copy(e,t){return super.copy(e,t),this.distance=e.distance,this.angle=e.angle,this.penumbra=e.penumbra,this.decay=e.decay,this.target=e.target.clone(),this.map=e.map,this.shadow=e.shadow.clone(),this}toJSON(e){let t=super.toJSON(e);return t.object.distance=this.distance,t.object.angle=this.angle,t.object.decay=this.decay,t.object.penumbra=this.penumbra,t.object.target=this.target.uuid,this.map&&this.map.isTexture&&(t.object.map=this.map.toJSON(e).uuid),t.object.shadow=this.shadow.toJSON(),t}},Eh=class extends Cr{constructor(){super(new Ct(90,1,.5,500)),this.isPointLightShadow=!0}},jn=class extends Rr{constructor(e,t,n=0,s=2){super(e,t),this.isPointLight=!0,this.type="PointLight",this.distance=n,this.decay=s,this.shadow=new Eh}get power(){return this.intensity*4*Math.PI}set power(e){this.intensity=e/(4*Math.PI)}dispose(){super.dispose(),this.shadow.dispose()}copy(e,t){return super.copy(e,t),this.distance=e.distance,this.decay=e.decay,this.shadow=e.shadow.clone(),this}toJSON(e){let t=super.toJSON(e);return t.object.distance=this.distance,t.object.decay=this.decay,t.object.shadow=this.shadow.toJSON(),t}},ii=class extends qo{constructor(e=-1,t=1,n=1,s=-1,r=.1,o=2e3){super(),this.isOrthographicCamera=!0,this.type="OrthographicCamera",this.zoom=1,this.view=null,this.left=e,this.right=t,this.top=n,this.bottom=s,this.near=r,this.far=o,this.updateProjectionMatrix()}copy(e,t){return super.copy(e,t),this.left=e.left,this.right=e.right,this.top=e.top,this.bottom=e.bottom,this.near=e.near,this.far=e.far,this.zoom=e.zoom,this.view=e.view===null?null:Object.assign({},e.view),this}setViewOffset(e,t,n,s,r,o){this.view===null&&(this.view={enabled:!0,fullWidth:1,fullHeight:1,offsetX:0,offsetY:0,width:1,height:1}),this.view.enabled=!0,this.view.fullWidth=e,this.view.fullHeight=t,this.view.offsetX=n,this.view.offsetY=s,this.view.width=r,this.view.height=o,this.updateProjectionMatrix()}clearViewOffset(){this.view!==null&&(this.view.enabled=!1),this.updateProjectionMatrix()}updateProjectionMatrix(){let e=(this.right-this.left)/(2*this.zoom),t=(this.top-this.bottom)/(2*this.zoom),n=(this.right+this.left)/2,s=(this.top+this.bottom)/2,r=n-e,o=n+e,a=s+t,l=s-t;if(this.view!==null&&this.view.enabled){let c=(this.right-this.left)/this.view.fullWidth/this.zoom,u=(this.top-this.bottom)/this.view.fullHeight/this.zoom;r+=c*this.view.offsetX,o=r+c*this.view.width,a-=u*this.view.offsetY,l=a-u*this.view.height}this.projectionMatrix.makeOrthographic(r,o,a,l,this.near,this.far,this.coordinateSystem,this.reversedDepth),this.projectionMatrixInverse.copy(this.projectionMatrix).invert()}toJSON(e){let t=super.toJSON(e);return t.object.zoom=this.zoom,t.object.left=this.left,t.object.right=this.right,t.object.top=this.top,t.object.bottom=this.bottom,t.object.near=this.near,t.object.far=this.far,this.view!==null&&(t.object.view=Object.assign({},this.view)),t}},Rh=class extends Cr{constructor(){super(new ii(-5,5,5,-5,.5,500)),this.isDirectionalLightShadow=!0}},vi=class extends Rr{constructor(e,t){super(e,t),this.isDirectionalLight=!0,this.type="DirectionalLight",this.position.copy(bt.DEFAULT_UP),this.updateMatrix(),this.target=new bt,this.shadow=new Rh}dispose(){super.dispose(),this.shadow.dispose()}copy(e){return super.copy(e),this.target=e.target.clone(),this.shadow=e.shadow.clone(),this}toJSON(e){let t=super.toJSON(e);return t.object.shadow=this.shadow.toJSON(),t.object.target=this.target.uuid,t}};var Ji=class{static extractUrlBase(e){let t=e.lastIndexOf("/");return t===-1?"./":e.slice(0,t+1)}static resolveURL(e,t){return typeof e!="string"||e===""?"":(/^https?:\/\//i.test(t)&&/^\//.test(e)&&(t=t.replace(/(^https?:\/\/[^\/]+).*/i,"$1")),/^(https?:)?\/\//i.test(e)||/^data:.*,.*$/i.test(e)||/^blob:.*$/i.test(e)?e:t+e)}};var gh=new WeakMap,Xo=class extends yi{constructor(e){super(e),this.isImageBitmapLoader=!0,typeof createImageBitmap>"u"&&Te("ImageBitmapLoader: createImageBitmap() not supported."),typeof fetch>"u"&&Te("ImageBitmapLoader: fetch() not supported."),this.options={premultiplyAlpha:"none"},this._abortController=new AbortController}setOptions(e){return this.options=e,this}load(e,t,n,s){e===void 0&&(e=""),this.path!==void 0&&(e=this.path+e),e=this.manager.resolveURL(e);let r=this,o=fi.get(`image-bitmap:${e}`);if(o!==void 0){if(r.manager.itemStart(e),o.then){o.then(c=>{gh.has(o)===!0?(s&&s(gh.get(o)),r.manager.itemError(e),r.manager.itemEnd(e)):(t&&t(c),r.manager.itemEnd(e))});return}setTimeout(function(){t&&t(o),r.manager.itemEnd(e)},0);return}let a={};a.credentials=this.withCredentials||this.crossOrigin!=="anonymous"?"include":"same-origin",a.headers=this.requestHeader,a.priority=this.priority,a.cache=this.cache,a.signal=typeof AbortSignal.any=="function"?AbortSignal.any([this._abortController.signal,this.manager.abortController.signal]):this._abortController.signal;let l=fetch(e,a).then(function(c){return c.blob()}).then(function(c){return createImageBitmap(c,Object.assign({},r.options,{colorSpaceConversion:"none"}))}).then(function(c){return fi.add(`image-bitmap:${e}`,c),t&&t(c),r.manager.itemEnd(e),c}).catch(function(c){s&&s(c),gh.set(l,c),fi.remove(`image-bitmap:${e}`),r.manager.itemError(e),r.manager.itemEnd(e)});fi.add(`image-bitmap:${e}`,l),r.manager.itemStart(e)}abort(){return this._abortController.abort(),this._abortController=new AbortController,this}};var lr=-90,cr=1,Pr=class extends bt{constructor(e,t,n){super(),this.type="CubeCamera",this.renderTarget=n,this.coordinateSystem=null,this.activeMipmapLevel=0;let s=new Ct(lr,cr,e,t);s.layers=this.layers,this.add(s);let r=new Ct(lr,cr,e,t);r.layers=this.layers,this.add(r);let o=new Ct(lr,cr,e,t);o.layers=this.layers,this.add(o);let a=new Ct(lr,cr,e,t);a.layers=this.layers,this.add(a);let l=new Ct(lr,cr,e,t);l.layers=this.layers,this.add(l);let c=new Ct(lr,cr,e,t);c.layers=this.layers,this.add(c)}updateCoordinateSystem(){let e=this.coordinateSystem,t=this.children.concat(),[n,s,r,o,a,l]=t;for(let c of t)this.remove(c);if(e===Gn)n.up.set(0,1,0),n.lookAt(1,0,0),s.up.set(0,1,0),s.lookAt(-1,0,0),r.up.set(0,0,-1),r.lookAt(0,1,0),o.up.set(0,0,1),o.lookAt(0,-1,0),a.up.set(0,1,0),a.lookAt(0,0,1),l.up.set(0,1,0),l.lookAt(0,0,-1);else if(e===mr)n.up.set(0,-1,0),n.lookAt(-1,0,0),s.up.set(0,-1,0),s.lookAt(1,0,0),r.up.set(0,0,1),r.lookAt(0,1,0),o.up.set(0,0,-1),o.lookAt(0,-1,0),a.up.set(0,-1,0),a.lookAt(0,0,1),l.up.set(0,-1,0),l.lookAt(0,0,-1);else throw new Error("THREE.CubeCamera.updateCoordinateSystem(): Invalid coordinate system: "+e);for(let c of t)this.add(c),c.updateMatrixWorld()}update(e,t){this.parent===null&&this.updateMatrixWorld();let{renderTarget:n,activeMipmapLevel:s}=this;this.coordinateSystem!==e.coordinateSystem&&(this.coordinateSystem=e.coordinateSystem,this.updateCoordinateSystem());let[r,o,a,l,c,u]=this.children,h=e.getRenderTarget(),d=e.getActiveCubeFace(),f=e.getActiveMipmapLevel(),g=e.xr.enabled;e.xr.enabled=!1;let x=n.texture.mipmapsAutoUpdate;n.texture.mipmapsAutoUpdate=!1;let p=!1;e.isWebGLRenderer===!0?p=e.state.buffers.depth.getReversed():p=e.reversedDepthBuffer,e.setRenderTarget(n,0,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,r),e.setRenderTarget(n,1,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,o),e.setRenderTarget(n,2,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,a),e.setRenderTarget(n,3,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,l),e.setRenderTarget(n,4,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,c),n.texture.mipmapsAutoUpdate=x,e.setRenderTarget(n,5,s),p&&e.autoClear===!1&&e.clearDepth(),e.render(t,u),e.setRenderTarget(h,d,f),e.xr.enabled=g,n.texture.needsPMREMUpdate=!0}},Dl=class extends Ct{constructor(e=[]){super(),this.isArrayCamera=!0,this.isMultiViewCamera=!1,this.cameras=e,this.perCameraFrustumCulled=!1}};var ld="\\[\\]\\.:\\/",$y=new RegExp("["+ld+"]","g"),cd="[^"+ld+"]",Zy="[^"+ld.replace("\\.","")+"]",Qy=/((?:WC+[\/:])*)/.source.replace("WC",cd),ev=/(WCOD+)?/.source.replace("WCOD",Zy),tv=/(?:\.(WC+)(?:\[(.+)\])?)?/.source.replace("WC",cd),nv=/\.(WC+)(?:\[(.+)\])?/.source.replace("WC",cd),iv=new RegExp("^"+Qy+ev+tv+nv+"$"),sv=["material","materials","bones","map"],Ch=class{constructor(e,t,n){let s=n||dt.parseTrackName(t);this._targetGroup=e,this._bindings=e.subscribe_(t,s)}getValue(e,t){this.bind();let n=this._targetGroup.nCachedObjects_,s=this._bindings[n];s!==void 0&&s.getValue(e,t)}setValue(e,t){let n=this._bindings;for(let s=this._targetGroup.nCachedObjects_,r=n.length;s!==r;++s)n[s].setValue(e,t)}bind(){let e=this._bindings;for(let t=this._targetGroup.nCachedObjects_,n=e.length;t!==n;++t)e[t].bind()}unbind(){let e=this._bindings;for(let t=this._targetGroup.nCachedObjects_,n=e.length;t!==n;++t)e[t].unbind()}},dt=class i{constructor(e,t,n){this.path=t,this.parsedPath=n||i.parseTrackName(t),this.node=i.findNode(e,this.parsedPath.nodeName),this.rootNode=e,this.getValue=this._getValue_unbound,this.setValue=this._setValue_unbound}static create(e,t,n){return e&&e.isAnimationObjectGroup?new i.Composite(e,t,n):new i(e,t,n)}static sanitizeNodeName(e){return e.replace(/\s/g,"_").replace($y,"")}static parseTrackName(e){let t=iv.exec(e);if(t===null)throw new Error("THREE.PropertyBinding: Cannot parse trackName: "+e);let n={nodeName:t[2],objectName:t[3],objectIndex:t[4],propertyName:t[5],propertyIndex:t[6]},s=n.nodeName&&n.nodeName.lastIndexOf(".");if(s!==void 0&&s!==-1){let r=n.nodeName.substring(s+1);sv.indexOf(r)!==-1&&(n.nodeName=n.nodeName.substring(0,s),n.objectName=r)}if(n.propertyName===null||n.propertyName.length===0)throw new Error("THREE.PropertyBinding: can not parse propertyName from trackName: "+e);return n}static findNode(e,t){if(t===void 0||t===""||t==="."||t===-1||t===e.name||t===e.uuid)return e;if(e.skeleton){let n=e.skeleton.getBoneByName(t);if(n!==void 0)return n}if(e.children){let n=function(r){for(let o=0;o<r.length;o++){let a=r[o];if(a.name===t||a.uuid===t)return a;let l=n(a.children);if(l)return l}return null},s=n(e.children);if(s)return s}return null}_getValue_unavailable(){}_setValue_unavailable(){}_getValue_direct(e,t){e[t]=this.targetObject[this.propertyName]}_getValue_array(e,t){let n=this.resolvedProperty;for(let s=0,r=n.length;s!==r;++s)e[t++]=n[s]}_getValue_arrayElement(e,t){e[t]=this.resolvedProperty[this.propertyIndex]}_getValue_toArray(e,t){this.resolvedProperty.toArray(e,t)}_setValue_direct(e,t){this.targetObject[this.propertyName]=e[t]}_setValue_direct_setNeedsUpdate(e,t){this.targetObject[this.propertyName]=e[t],this.targetObject.needsUpdate=!0}_setValue_direct_setMatrixWorldNeedsUpdate(e,t){this.targetObject[this.propertyName]=e[t],this.targetObject.matrixWorldNeedsUpdate=!0}_setValue_array(e,t){let n=this.resolvedProperty;for(let s=0,r=n.length;s!==r;++s)n[s]=e[t++]}_setValue_array_setNeedsUpdate(e,t){let n=this.resolvedProperty;for(let s=0,r=n.length;s!==r;++s)n[s]=e[t++];this.targetObject.needsUpdate=!0}_setValue_array_setMatrixWorldNeedsUpdate(e,t){let n=this.resolvedProperty;for(let s=0,r=n.length;s!==r;++s)n[s]=e[t++];this.targetObject.matrixWorldNeedsUpdate=!0}_setValue_arrayElement(e,t){this.resolvedProperty[this.propertyIndex]=e[t]}_setValue_arrayElement_setNeedsUpdate(e,t){this.resolvedProperty[this.propertyIndex]=e[t],this.targetObject.needsUpdate=!0}_setValue_arrayElement_setMatrixWorldNeedsUpdate(e,t){this.resolvedProperty[this.propertyIndex]=e[t],this.targetObject.matrixWorldNeedsUpdate=!0}_setValue_fromArray(e,t){this.resolvedProperty.fromArray(e,t)}_setValue_fromArray_setNeedsUpdate(e,t){this.resolvedProperty.fromArray(e,t),this.targetObject.needsUpdate=!0}_setValue_fromArray_setMatrixWorldNeedsUpdate(e,t){this.resolvedProperty.fromArray(e,t),this.targetObject.matrixWorldNeedsUpdate=!0}_getValue_unbound(e,t){this.bind(),this.getValue(e,t)}_setValue_unbound(e,t){this.bind(),this.setValue(e,t)}bind(){let e=this.node,t=this.parsedPath,n=t.objectName,s=t.propertyName,r=t.propertyIndex;if(e||(e=i.findNode(this.rootNode,t.nodeName),this.node=e),this.getValue=this._getValue_unavailable,this.setValue=this._setValue_unavailable,!e){Te("PropertyBinding: No target node found for track: "+this.path+".");return}if(n){let c=t.objectIndex;switch(n){case"materials":if(!e.material){De("PropertyBinding: Can not bind to material as node does not have a material.",this);return}if(!e.material.materials){De("PropertyBinding: Can not bind to material.materials as node.material does not have a materials array.",this);return}e=e.material.materials;break;case"bones":if(!e.skeleton){De("PropertyBinding: Can not bind to bones as node does not have a skeleton.",this);return}e=e.skeleton.bones;for(let u=0;u<e.length;u++)if(e[u].name===c){c=u;break}break;case"map":if("map"in e){e=e.map;break}if(!e.material){De("PropertyBinding: Can not bind to material as node does not have a material.",this);return}if(!e.material.map){De("PropertyBinding: Can not bind to material.map as node.material does not have a map.",this);return}e=e.material.map;break;default:if(e[n]===void 0){De("PropertyBinding: Can not bind to objectName of node undefined.",this);return}e=e[n]}if(c!==void 0){if(e[c]===void 0){De("PropertyBinding: Trying to bind to objectIndex of objectName, but is undefined.",this,e);return}e=e[c]}}let o=e[s];if(o===void 0){let c=t.nodeName;De("PropertyBinding: Trying to update property for track: "+c+"."+s+" but it wasn't found.",e);return}let a=this.Versioning.None;this.targetObject=e,e.isMaterial===!0?a=this.Versioning.NeedsUpdate:e.isObject3D===!0&&(a=this.Versioning.MatrixWorldNeedsUpdate);let l=this.BindingType.Direct;if(r!==void 0){if(s==="morphTargetInfluences"){if(!e.geometry){De("PropertyBinding: Can not bind to morphTargetInfluences because node does not have a geometry.",this);return}if(!e.geometry.morphAttributes){De("PropertyBinding: Can not bind to morphTargetInfluences because node does not have a geometry.morphAttributes.",this);return}e.morphTargetDictionary[r]!==void 0&&(r=e.morphTargetDictionary[r])}l=this.BindingType.ArrayElement,this.resolvedProperty=o,this.propertyIndex=r}else o.fromArray!==void 0&&o.toArray!==void 0?(l=this.BindingType.HasFromToArray,this.resolvedProperty=o):Array.isArray(o)?(l=this.BindingType.EntireArray,this.resolvedProperty=o):this.propertyName=s;this.getValue=this.GetterByBindingType[l],this.setValue=this.SetterByBindingTypeAndVersioning[l][a]}unbind(){this.node=null,this.getValue=this._getValue_unbound,this.setValue=this._setValue_unbound}};dt.Composite=Ch;dt.prototype.BindingType={Direct:0,EntireArray:1,ArrayElement:2,HasFromToArray:3};dt.prototype.Versioning={None:0,NeedsUpdate:1,MatrixWorldNeedsUpdate:2};dt.prototype.GetterByBindingType=[dt.prototype._getValue_direct,dt.prototype._getValue_array,dt.prototype._getValue_arrayElement,dt.prototype._getValue_toArray];dt.prototype.SetterByBindingTypeAndVersioning=[[dt.prototype._setValue_direct,dt.prototype._setValue_direct_setNeedsUpdate,dt.prototype._setValue_direct_setMatrixWorldNeedsUpdate],[dt.prototype._setValue_array,dt.prototype._setValue_array_setNeedsUpdate,dt.prototype._setValue_array_setMatrixWorldNeedsUpdate],[dt.prototype._setValue_arrayElement,dt.prototype._setValue_arrayElement_setNeedsUpdate,dt.prototype._setValue_arrayElement_setMatrixWorldNeedsUpdate],[dt.prototype._setValue_fromArray,dt.prototype._setValue_fromArray_setNeedsUpdate,dt.prototype._setValue_fromArray_setMatrixWorldNeedsUpdate]];var n1=new Float32Array(1);var em=new xe,jo=class{constructor(e,t,n=0,s=1/0){this.ray=new mi(e,t),this.near=n,this.far=s,this.camera=null,this.layers=new yr,this.params={Mesh:{},Line:{threshold:1},LOD:{},Points:{threshold:1},Sprite:{}}}set(e,t){this.ray.set(e,t)}setFromCamera(e,t){t.isPerspectiveCamera?(this.ray.origin.setFromMatrixPosition(t.matrixWorld),this.ray.direction.set(e.x,e.y,.5).unproject(t).sub(this.ray.origin).normalize(),this.camera=t):t.isOrthographicCamera?(this.ray.origin.set(e.x,e.y,t.projectionMatrix.elements[14]).unproject(t),this.ray.direction.set(0,0,-1).transformDirection(t.matrixWorld),this.camera=t):De("Raycaster: Unsupported camera type: "+t.type)}setFromXRController(e){return em.identity().extractRotation(e.matrixWorld),this.ray.origin.setFromMatrixPosition(e.matrixWorld),this.ray.direction.set(0,0,-1).applyMatrix4(em),this}intersectObject(e,t=!0,n=[]){return Ph(e,this,n,t),n.sort(tm),n}intersectObjects(e,t=!0,n=[]){for(let s=0,r=e.length;s<r;s++)Ph(e[s],this,n,t);return n.sort(tm),n}};function tm(i,e){return i.distance-e.distance}function Ph(i,e,t,n){let s=!0;if(i.layers.test(e.layers)&&i.raycast(e,t)===!1&&(s=!1),s===!0&&n===!0){let r=i.children;for(let o=0,a=r.length;o<a;o++)Ph(r[o],e,t,!0)}}var Ih=class{static{this.prototype.isMatrix2=!0}constructor(e,t,n,s){this.elements=[1,0,0,1],e!==void 0&&this.set(e,t,n,s)}identity(){return this.set(1,0,0,1),this}fromArray(e,t=0){for(let n=0;n<4;n++)this.elements[n]=e[n+t];return this}set(e,t,n,s){let r=this.elements;return r[0]=e,r[2]=t,r[1]=n,r[3]=s,this}};var nm=new C,ll=new C,ur=new C,hr=new C,bh=new C,rv=new C,ov=new C,yn=class{constructor(e=new C,t=new C){this.start=e,this.end=t}set(e,t){return this.start.copy(e),this.end.copy(t),this}copy(e){return this.start.copy(e.start),this.end.copy(e.end),this}getCenter(e){return e.addVectors(this.start,this.end).multiplyScalar(.5)}delta(e){return e.subVectors(this.end,this.start)}distanceSq(){return this.start.distanceToSquared(this.end)}distance(){return this.start.distanceTo(this.end)}at(e,t){return this.delta(t).multiplyScalar(e).add(this.start)}closestPointToPointParameter(e,t){nm.subVectors(e,this.start),ll.subVectors(this.end,this.start);let n=ll.dot(ll);if(n===0)return 0;let r=ll.dot(nm)/n;return t&&(r=Be(r,0,1)),r}closestPointToPoint(e,t,n){let s=this.closestPointToPointParameter(e,t);return this.delta(n).multiplyScalar(s).add(this.start)}distanceSqToLine3(e,t=rv,n=ov){let s=10000000000000001e-32,r,o,a=this.start,l=e.start,c=this.end,u=e.end;ur.subVectors(c,a),hr.subVectors(u,l),bh.subVectors(a,l);let h=ur.dot(ur),d=hr.dot(hr),f=hr.dot(bh);if(h<=s&&d<=s)return t.copy(a),n.copy(l),t.distanceToSquared(n);if(h<=s)r=0,o=f/d,o=Be(o,0,1);else{let g=ur.dot(bh);if(d<=s)o=0,r=Be(-g/h,0,1);else{let x=ur.dot(hr),p=h*d-x*x;p!==0?r=Be((x*f-g*d)/p,0,1):r=0,o=(x*r+f)/d,o<0?(o=0,r=Be(-g/h,0,1)):o>1&&(o=1,r=Be((x-g)/h,0,1))}}return t.copy(a).addScaledVector(ur,r),n.copy(l).addScaledVector(hr,o),t.distanceToSquared(n)}applyMatrix4(e){return this.start.applyMatrix4(e),this.end.applyMatrix4(e),this}equals(e){return e.start.equals(this.start)&&e.end.equals(this.end)}clone(){return new this.constructor().copy(this)}};function ud(i,e,t,n){let s=av(n);switch(t){case Yh:return i*e;case zl:return i*e/s.components*s.byteLength;case $o:return i*e/s.components*s.byteLength;case ps:return i*e*2/s.components*s.byteLength;case Gl:return i*e*2/s.components*s.byteLength;case Jh:return i*e*3/s.components*s.byteLength;case jt:return i*e*4/s.components*s.byteLength;case Vl:return i*e*4/s.components*s.byteLength;case Zo:case Qo:return Math.floor((i+3)/4)*Math.floor((e+3)/4)*8;case ea:case ta:return Math.floor((i+3)/4)*Math.floor((e+3)/4)*16;case Wl:case Xl:return Math.max(i,16)*Math.max(e,8)/4;case Hl:case ql:return Math.max(i,8)*Math.max(e,8)/2;case jl:case Kl:case Jl:case $l:return Math.floor((i+3)/4)*Math.floor((e+3)/4)*8;case Yl:case na:case Zl:return Math.floor((i+3)/4)*Math.floor((e+3)/4)*16;case Ql:return Math.floor((i+3)/4)*Math.floor((e+3)/4)*16;case ec:return Math.floor((i+4)/5)*Math.floor((e+3)/4)*16;case tc:return Math.floor((i+4)/5)*Math.floor((e+4)/5)*16;case nc:return Math.floor((i+5)/6)*Math.floor((e+4)/5)*16;case ic:return Math.floor((i+5)/6)*Math.floor((e+5)/6)*16;case sc:return Math.floor((i+7)/8)*Math.floor((e+4)/5)*16;case rc:return Math.floor((i+7)/8)*Math.floor((e+5)/6)*16;case oc:return Math.floor((i+7)/8)*Math.floor((e+7)/8)*16;case ac:return Math.floor((i+9)/10)*Math.floor((e+4)/5)*16;case lc:return Math.floor((i+9)/10)*Math.floor((e+5)/6)*16;case cc:return Math.floor((i+9)/10)*Math.floor((e+7)/8)*16;case uc:return Math.floor((i+9)/10)*Math.floor((e+9)/10)*16;case hc:return Math.floor((i+11)/12)*Math.floor((e+9)/10)*16;case dc:return Math.floor((i+11)/12)*Math.floor((e+11)/12)*16;case fc:case pc:case mc:return Math.ceil(i/4)*Math.ceil(e/4)*16;case gc:case bc:return Math.ceil(i/4)*Math.ceil(e/4)*8;case ia:case xc:return Math.ceil(i/4)*Math.ceil(e/4)*16}throw new Error(`Unable to determine texture byte length for ${t} format.`)}function av(i){switch(i){case Rn:case qh:return{byteLength:1,components:1};case Fr:case Xh:case un:return{byteLength:2,components:1};case Ul:case Bl:return{byteLength:2,components:4};case Kn:case Ol:case $t:return{byteLength:4,components:1};case jh:case Kh:return{byteLength:4,components:3}}throw new Error(`THREE.TextureUtils: Unknown texture type ${i}.`)}typeof __THREE_DEVTOOLS__<"u"&&__THREE_DEVTOOLS__.dispatchEvent(new CustomEvent("register",{detail:{revision:"187"}}));typeof window<"u"&&(window.__THREE__?Te("WARNING: Multiple instances of Three.js being imported."):window.__THREE__="187");function hg(){let i=null,e=!1,t=null,n=null;function s(r,o){n=i.requestAnimationFrame(s),t(r,o)}return{start:function(){e!==!0&&t!==null&&i!==null&&(n=i.requestAnimationFrame(s),e=!0)},stop:function(){i!==null&&i.cancelAnimationFrame(n),e=!1},setAnimationLoop:function(r){t=r},setContext:function(r){i=r}}}function lv(i){let e=new WeakMap;function t(a,l){let c=a.array,u=a.usage,h=c.byteLength,d=i.createBuffer();i.bindBuffer(l,d),i.bufferData(l,c,u),a.onUploadCallback();let f;if(c instanceof Float32Array)f=i.FLOAT;else if(typeof Float16Array<"u"&&c instanceof Float16Array)f=i.HALF_FLOAT;else if(c instanceof Uint16Array)a.isFloat16BufferAttribute?f=i.HALF_FLOAT:f=i.UNSIGNED_SHORT;else if(c instanceof Int16Array)f=i.SHORT;else if(c instanceof Uint32Array)f=i.UNSIGNED_INT;else if(c instanceof Int32Array)f=i.INT;else if(c instanceof Int8Array)f=i.BYTE;else if(c instanceof Uint8Array)f=i.UNSIGNED_BYTE;else if(c instanceof Uint8ClampedArray)f=i.UNSIGNED_BYTE;else throw new Error("THREE.WebGLAttributes: Unsupported buffer data format: "+c);return{buffer:d,type:f,bytesPerElement:c.BYTES_PER_ELEMENT,version:a.version,size:h}}function n(a,l,c){let u=l.array,h=l.updateRanges;if(i.bindBuffer(c,a),h.length===0)i.bufferSubData(c,0,u);else{h.sort((f,g)=>f.start-g.start);let d=0;for(let f=1;f<h.length;f++){let g=h[d],x=h[f];x.start<=g.start+g.count+1?g.count=Math.max(g.count,x.start+x.count-g.start):(++d,h[d]=x)}h.length=d+1;for(let f=0,g=h.length;f<g;f++){let x=h[f];i.bufferSubData(c,x.start*u.BYTES_PER_ELEMENT,u,x.start,x.count)}l.clearUpdateRanges()}l.onUploadCallback()}function s(a){return a.isInterleavedBufferAttribute&&(a=a.data),e.get(a)}function r(a){a.isInterleavedBufferAttribute&&(a=a.data);let l=e.get(a);l&&(i.deleteBuffer(l.buffer),e.delete(a))}function o(a,l){if(a.isInterleavedBufferAttribute&&(a=a.data),a.isGLBufferAttribute){let u=e.get(a);(!u||u.version<a.version)&&e.set(a,{buffer:a.buffer,type:a.type,bytesPerElement:a.elementSize,version:a.version});return}let c=e.get(a);if(c===void 0)e.set(a,t(a,l));else if(c.version<a.version){if(c.size!==a.array.byteLength)throw new Error("THREE.WebGLAttributes: The size of the buffer attribute's array buffer does not match the original size. Resizing buffer attributes is not supported.");n(c.buffer,a,l),c.version=a.version}}return{get:s,remove:r,update:o}}var cv=`#ifdef USE_ALPHAHASH
	if ( diffuseColor.a < getAlphaHashThreshold( vPosition ) ) discard;
#endif`,uv=`#ifdef USE_ALPHAHASH
	const float ALPHA_HASH_SCALE = 0.05;
	float hash2D( vec2 value ) {
		return fract( 1.0e4 * sin( 17.0 * value.x + 0.1 * value.y ) * ( 0.1 + abs( sin( 13.0 * value.y + value.x ) ) ) );
	}
	float hash3D( vec3 value ) {
		return hash2D( vec2( hash2D( value.xy ), value.z ) );
	}
	float getAlphaHashThreshold( vec3 position ) {
		float maxDeriv = max(
			length( dFdx( position.xyz ) ),
			length( dFdy( position.xyz ) )
		);
		float pixScale = 1.0 / ( ALPHA_HASH_SCALE * maxDeriv );
		vec2 pixScales = vec2(
			exp2( floor( log2( pixScale ) ) ),
			exp2( ceil( log2( pixScale ) ) )
		);
		vec2 alpha = vec2(
			hash3D( floor( pixScales.x * position.xyz ) ),
			hash3D( floor( pixScales.y * position.xyz ) )
		);
		float lerpFactor = fract( log2( pixScale ) );
		float x = ( 1.0 - lerpFactor ) * alpha.x + lerpFactor * alpha.y;
		float a = min( lerpFactor, 1.0 - lerpFactor );
		vec3 cases = vec3(
			x * x / ( 2.0 * a * ( 1.0 - a ) ),
			( x - 0.5 * a ) / ( 1.0 - a ),
			1.0 - ( ( 1.0 - x ) * ( 1.0 - x ) / ( 2.0 * a * ( 1.0 - a ) ) )
		);
		float threshold = ( x < ( 1.0 - a ) )
			? ( ( x < a ) ? cases.x : cases.y )
			: cases.z;
		return clamp( threshold , 1.0e-6, 1.0 );
	}
#endif`,hv=`#ifdef USE_ALPHAMAP
	diffuseColor.a *= texture2D( alphaMap, vAlphaMapUv ).g;
#endif`,dv=`#ifdef USE_ALPHAMAP
	uniform sampler2D alphaMap;
#endif`,fv=`#ifdef USE_ALPHATEST
	#ifdef ALPHA_TO_COVERAGE
	diffuseColor.a = smoothstep( alphaTest, alphaTest + fwidth( diffuseColor.a ), diffuseColor.a );
	if ( diffuseColor.a == 0.0 ) discard;
	#else
	if ( diffuseColor.a < alphaTest ) discard;
	#endif
#endif`,pv=`#ifdef USE_ALPHATEST
	uniform float alphaTest;
#endif`,mv=`#ifdef USE_AOMAP
	float ambientOcclusion = ( texture2D( aoMap, vAoMapUv ).r - 1.0 ) * aoMapIntensity + 1.0;
	reflectedLight.indirectDiffuse *= ambientOcclusion;
	#if defined( USE_CLEARCOAT ) 
		clearcoatSpecularIndirect *= ambientOcclusion;
	#endif
	#if defined( USE_SHEEN ) 
		sheenSpecularIndirect *= ambientOcclusion;
	#endif
	#if defined( USE_ENVMAP ) && defined( STANDARD )
		float dotNV = saturate( dot( geometryNormal, geometryViewDir ) );
		reflectedLight.indirectSpecular *= computeSpecularOcclusion( dotNV, ambientOcclusion, material.roughness );
	#endif
#endif`,gv=`#ifdef USE_AOMAP
	uniform sampler2D aoMap;
	uniform float aoMapIntensity;
#endif`,bv=`#ifdef USE_BATCHING
	#if ! defined( GL_ANGLE_multi_draw )
	#define gl_DrawID _gl_DrawID
	uniform int _gl_DrawID;
	#endif
	uniform highp sampler2D batchingTexture;
	uniform highp usampler2D batchingIdTexture;
	mat4 getBatchingMatrix( const in float i ) {
		int size = textureSize( batchingTexture, 0 ).x;
		int j = int( i ) * 4;
		int x = j % size;
		int y = j / size;
		vec4 v1 = texelFetch( batchingTexture, ivec2( x, y ), 0 );
		vec4 v2 = texelFetch( batchingTexture, ivec2( x + 1, y ), 0 );
		vec4 v3 = texelFetch( batchingTexture, ivec2( x + 2, y ), 0 );
		vec4 v4 = texelFetch( batchingTexture, ivec2( x + 3, y ), 0 );
		return mat4( v1, v2, v3, v4 );
	}
	float getIndirectIndex( const in int i ) {
		int size = textureSize( batchingIdTexture, 0 ).x;
		int x = i % size;
		int y = i / size;
		return float( texelFetch( batchingIdTexture, ivec2( x, y ), 0 ).r );
	}
#endif
#ifdef USE_BATCHING_COLOR
	uniform sampler2D batchingColorTexture;
	vec4 getBatchingColor( const in float i ) {
		int size = textureSize( batchingColorTexture, 0 ).x;
		int j = int( i );
		int x = j % size;
		int y = j / size;
		return texelFetch( batchingColorTexture, ivec2( x, y ), 0 );
	}
#endif`,xv=`#ifdef USE_BATCHING
	mat4 batchingMatrix = getBatchingMatrix( getIndirectIndex( gl_DrawID ) );
#endif`,yv=`vec3 transformed = vec3( position );
#ifdef USE_ALPHAHASH
	vPosition = vec3( position );
#endif`,vv=`vec3 objectNormal = vec3( normal );
#ifdef USE_TANGENT
	vec3 objectTangent = vec3( tangent.xyz );
#endif`,_v=`float G_BlinnPhong_Implicit( ) {
	return 0.25;
}
float D_BlinnPhong( const in float shininess, const in float dotNH ) {
	return RECIPROCAL_PI * ( shininess * 0.5 + 1.0 ) * pow( dotNH, shininess );
}
vec3 BRDF_BlinnPhong( const in vec3 lightDir, const in vec3 viewDir, const in vec3 normal, const in vec3 specularColor, const in float shininess ) {
	vec3 halfDir = normalize( lightDir + viewDir );
	float dotNH = saturate( dot( normal, halfDir ) );
	float dotVH = saturate( dot( viewDir, halfDir ) );
	vec3 F = F_Schlick( specularColor, 1.0, dotVH );
	float G = G_BlinnPhong_Implicit( );
	float D = D_BlinnPhong( shininess, dotNH );
	return F * ( G * D );
} // validated`,Mv=`#ifdef USE_IRIDESCENCE
	const mat3 XYZ_TO_REC709 = mat3(
		 3.2404542, -0.9692660,  0.0556434,
		-1.5371385,  1.8760108, -0.2040259,
		-0.4985314,  0.0415560,  1.0572252
	);
	vec3 Fresnel0ToIor( vec3 fresnel0 ) {
		vec3 sqrtF0 = sqrt( fresnel0 );
		return ( vec3( 1.0 ) + sqrtF0 ) / ( vec3( 1.0 ) - sqrtF0 );
	}
	vec3 IorToFresnel0( vec3 transmittedIor, float incidentIor ) {
		return pow2( ( transmittedIor - vec3( incidentIor ) ) / ( transmittedIor + vec3( incidentIor ) ) );
	}
	float IorToFresnel0( float transmittedIor, float incidentIor ) {
		return pow2( ( transmittedIor - incidentIor ) / ( transmittedIor + incidentIor ));
	}
	vec3 evalSensitivity( float OPD, vec3 shift ) {
		float phase = 2.0 * PI * OPD * 1.0e-9;
		vec3 val = vec3( 5.4856e-13, 4.4201e-13, 5.2481e-13 );
		vec3 pos = vec3( 1.6810e+06, 1.7953e+06, 2.2084e+06 );
		vec3 var = vec3( 4.3278e+09, 9.3046e+09, 6.6121e+09 );
		vec3 xyz = val * sqrt( 2.0 * PI * var ) * cos( pos * phase + shift ) * exp( - pow2( phase ) * var );
		xyz.x += 9.7470e-14 * sqrt( 2.0 * PI * 4.5282e+09 ) * cos( 2.2399e+06 * phase + shift[ 0 ] ) * exp( - 4.5282e+09 * pow2( phase ) );
		xyz /= 1.0685e-7;
		vec3 rgb = XYZ_TO_REC709 * xyz;
		return rgb;
	}
	vec3 evalIridescence( float outsideIOR, float eta2, float cosTheta1, float thinFilmThickness, vec3 baseF0 ) {
		vec3 I;
		float iridescenceIOR = mix( outsideIOR, eta2, smoothstep( 0.0, 0.03, thinFilmThickness ) );
		float sinTheta2Sq = pow2( outsideIOR / iridescenceIOR ) * ( 1.0 - pow2( cosTheta1 ) );
		float cosTheta2Sq = 1.0 - sinTheta2Sq;
		if ( cosTheta2Sq < 0.0 ) {
			return vec3( 1.0 );
		}
		float cosTheta2 = sqrt( cosTheta2Sq );
		float R0 = IorToFresnel0( iridescenceIOR, outsideIOR );
		float R12 = F_Schlick( R0, 1.0, cosTheta1 );
		float T121 = 1.0 - R12;
		float phi12 = 0.0;
		if ( iridescenceIOR < outsideIOR ) phi12 = PI;
		float phi21 = PI - phi12;
		vec3 baseIOR = Fresnel0ToIor( clamp( baseF0, 0.0, 0.9999 ) );		vec3 R1 = IorToFresnel0( baseIOR, iridescenceIOR );
		vec3 R23 = F_Schlick( R1, 1.0, cosTheta2 );
		vec3 phi23 = vec3( 0.0 );
		if ( baseIOR[ 0 ] < iridescenceIOR ) phi23[ 0 ] = PI;
		if ( baseIOR[ 1 ] < iridescenceIOR ) phi23[ 1 ] = PI;
		if ( baseIOR[ 2 ] < iridescenceIOR ) phi23[ 2 ] = PI;
		float OPD = 2.0 * iridescenceIOR * thinFilmThickness * cosTheta2;
		vec3 phi = vec3( phi21 ) + phi23;
		vec3 R123 = clamp( R12 * R23, 1e-5, 0.9999 );
		vec3 r123 = sqrt( R123 );
		vec3 Rs = pow2( T121 ) * R23 / ( vec3( 1.0 ) - R123 );
		vec3 C0 = R12 + Rs;
		I = C0;
		vec3 Cm = Rs - T121;
		for ( int m = 1; m <= 2; ++ m ) {
			Cm *= r123;
			vec3 Sm = 2.0 * evalSensitivity( float( m ) * OPD, float( m ) * phi );
			I += Cm * Sm;
		}
		return max( I, vec3( 0.0 ) );
	}
#endif`,Sv=`#ifdef USE_BUMPMAP
	uniform sampler2D bumpMap;
	uniform float bumpScale;
	vec2 dHdxy_fwd() {
		vec2 dSTdx = dFdx( vBumpMapUv );
		vec2 dSTdy = dFdy( vBumpMapUv );
		float Hll = bumpScale * texture2D( bumpMap, vBumpMapUv ).x;
		float dBx = bumpScale * texture2D( bumpMap, vBumpMapUv + dSTdx ).x - Hll;
		float dBy = bumpScale * texture2D( bumpMap, vBumpMapUv + dSTdy ).x - Hll;
		return vec2( dBx, dBy );
	}
	vec3 perturbNormalArb( vec3 surf_pos, vec3 surf_norm, vec2 dHdxy, float faceDirection ) {
		vec3 vSigmaX = normalize( dFdx( surf_pos.xyz ) );
		vec3 vSigmaY = normalize( dFdy( surf_pos.xyz ) );
		vec3 vN = surf_norm;
		vec3 R1 = cross( vSigmaY, vN );
		vec3 R2 = cross( vN, vSigmaX );
		float fDet = dot( vSigmaX, R1 ) * faceDirection;
		vec3 vGrad = sign( fDet ) * ( dHdxy.x * R1 + dHdxy.y * R2 );
		return normalize( abs( fDet ) * surf_norm - vGrad );
	}
#endif`,wv=`#if NUM_CLIPPING_PLANES > 0
	vec4 plane;
	#ifdef ALPHA_TO_COVERAGE
		float distanceToPlane, distanceGradient;
		float clipOpacity = 1.0;
		#pragma unroll_loop_start
		for ( int i = 0; i < UNION_CLIPPING_PLANES; i ++ ) {
			plane = clippingPlanes[ i ];
			distanceToPlane = - dot( vClipPosition, plane.xyz ) + plane.w;
			distanceGradient = fwidth( distanceToPlane ) / 2.0;
			clipOpacity *= smoothstep( - distanceGradient, distanceGradient, distanceToPlane );
			if ( clipOpacity == 0.0 ) discard;
		}
		#pragma unroll_loop_end
		#if UNION_CLIPPING_PLANES < NUM_CLIPPING_PLANES
			float unionClipOpacity = 1.0;
			#pragma unroll_loop_start
			for ( int i = UNION_CLIPPING_PLANES; i < NUM_CLIPPING_PLANES; i ++ ) {
				plane = clippingPlanes[ i ];
				distanceToPlane = - dot( vClipPosition, plane.xyz ) + plane.w;
				distanceGradient = fwidth( distanceToPlane ) / 2.0;
				unionClipOpacity *= 1.0 - smoothstep( - distanceGradient, distanceGradient, distanceToPlane );
			}
			#pragma unroll_loop_end
			clipOpacity *= 1.0 - unionClipOpacity;
		#endif
		diffuseColor.a *= clipOpacity;
		if ( diffuseColor.a == 0.0 ) discard;
	#else
		#pragma unroll_loop_start
		for ( int i = 0; i < UNION_CLIPPING_PLANES; i ++ ) {
			plane = clippingPlanes[ i ];
			if ( dot( vClipPosition, plane.xyz ) > plane.w ) discard;
		}
		#pragma unroll_loop_end
		#if UNION_CLIPPING_PLANES < NUM_CLIPPING_PLANES
			bool clipped = true;
			#pragma unroll_loop_start
			for ( int i = UNION_CLIPPING_PLANES; i < NUM_CLIPPING_PLANES; i ++ ) {
				plane = clippingPlanes[ i ];
				clipped = ( dot( vClipPosition, plane.xyz ) > plane.w ) && clipped;
			}
			#pragma unroll_loop_end
			if ( clipped ) discard;
		#endif
	#endif
#endif`,Tv=`#if NUM_CLIPPING_PLANES > 0
	varying vec3 vClipPosition;
	uniform vec4 clippingPlanes[ NUM_CLIPPING_PLANES ];
#endif`,Av=`#if NUM_CLIPPING_PLANES > 0
	varying vec3 vClipPosition;
#endif`,Ev=`#if NUM_CLIPPING_PLANES > 0
	vClipPosition = - mvPosition.xyz;
#endif`,Rv=`#if defined( USE_COLOR ) || defined( USE_COLOR_ALPHA )
	diffuseColor *= vColor;
#endif`,Cv=`#if defined( USE_COLOR ) || defined( USE_COLOR_ALPHA )
	varying vec4 vColor;
#endif`,Pv=`#if defined( USE_COLOR ) || defined( USE_COLOR_ALPHA ) || defined( USE_INSTANCING_COLOR ) || defined( USE_BATCHING_COLOR )
	varying vec4 vColor;
#endif`,Iv=`#if defined( USE_COLOR ) || defined( USE_COLOR_ALPHA ) || defined( USE_INSTANCING_COLOR ) || defined( USE_BATCHING_COLOR )
	vColor = vec4( 1.0 );
#endif
#ifdef USE_COLOR_ALPHA
	vColor *= color;
#elif defined( USE_COLOR )
	vColor.rgb *= color;
#endif
#ifdef USE_INSTANCING_COLOR
	vColor.rgb *= instanceColor.rgb;
#endif
#ifdef USE_BATCHING_COLOR
	vColor *= getBatchingColor( getIndirectIndex( gl_DrawID ) );
#endif`,Lv=`#define PI 3.141592653589793
#define PI2 6.283185307179586
#define PI_HALF 1.5707963267948966
#define RECIPROCAL_PI 0.3183098861837907
#define RECIPROCAL_PI2 0.15915494309189535
#define EPSILON 1e-6
#ifndef saturate
#define saturate( a ) clamp( a, 0.0, 1.0 )
#endif
#define whiteComplement( a ) ( 1.0 - saturate( a ) )
float pow2( const in float x ) { return x*x; }
vec3 pow2( const in vec3 x ) { return x*x; }
float pow3( const in float x ) { return x*x*x; }
float pow4( const in float x ) { float x2 = x*x; return x2*x2; }
float max3( const in vec3 v ) { return max( max( v.x, v.y ), v.z ); }
float average( const in vec3 v ) { return dot( v, vec3( 0.3333333 ) ); }
highp float rand( const in vec2 uv ) {
	const highp float a = 12.9898, b = 78.233, c = 43758.5453;
	highp float dt = dot( uv.xy, vec2( a,b ) ), sn = mod( dt, PI );
	return fract( sin( sn ) * c );
}
#ifdef HIGH_PRECISION
	float precisionSafeLength( vec3 v ) { return length( v ); }
#else
	float precisionSafeLength( vec3 v ) {
		float maxComponent = max3( abs( v ) );
		return length( v / maxComponent ) * maxComponent;
	}
#endif
struct IncidentLight {
	vec3 color;
	vec3 direction;
	bool visible;
};
struct ReflectedLight {
	vec3 directDiffuse;
	vec3 directSpecular;
	vec3 indirectDiffuse;
	vec3 indirectSpecular;
};
#ifdef USE_ALPHAHASH
	varying vec3 vPosition;
#endif
vec3 transformDirection( in vec3 dir, in mat4 matrix ) {
	return normalize( ( matrix * vec4( dir, 0.0 ) ).xyz );
}
#define inverseTransformDirection transformDirectionByInverseViewMatrix
vec3 transformNormalByInverseViewMatrix( in vec3 normal, in mat4 viewMatrix ) {
	return normalize( ( vec4( normal, 0.0 ) * viewMatrix ).xyz );
}
vec3 transformDirectionByInverseViewMatrix( in vec3 dir, in mat4 viewMatrix ) {
	return normalize( ( vec4( dir, 0.0 ) * viewMatrix ).xyz );
}
bool isPerspectiveMatrix( mat4 m ) {
	return m[ 2 ][ 3 ] == - 1.0;
}
vec2 equirectUv( in vec3 dir ) {
	float u = atan( dir.z, dir.x ) * RECIPROCAL_PI2 + 0.5;
	float v = asin( clamp( dir.y, - 1.0, 1.0 ) ) * RECIPROCAL_PI + 0.5;
	return vec2( u, v );
}
vec3 BRDF_Lambert( const in vec3 diffuseColor ) {
	return RECIPROCAL_PI * diffuseColor;
}
vec3 F_Schlick( const in vec3 f0, const in float f90, const in float dotVH ) {
	float fresnel = exp2( ( - 5.55473 * dotVH - 6.98316 ) * dotVH );
	return f0 * ( 1.0 - fresnel ) + ( f90 * fresnel );
}
float F_Schlick( const in float f0, const in float f90, const in float dotVH ) {
	float fresnel = exp2( ( - 5.55473 * dotVH - 6.98316 ) * dotVH );
	return f0 * ( 1.0 - fresnel ) + ( f90 * fresnel );
} // validated`,kv=`vec3 transformedNormal = objectNormal;
#ifdef USE_TANGENT
	vec3 transformedTangent = objectTangent;
#endif
#ifdef USE_BATCHING
	mat3 bm = mat3( batchingMatrix );
	transformedNormal /= vec3( dot( bm[ 0 ], bm[ 0 ] ), dot( bm[ 1 ], bm[ 1 ] ), dot( bm[ 2 ], bm[ 2 ] ) );
	transformedNormal = bm * transformedNormal;
	#ifdef USE_TANGENT
		transformedTangent = bm * transformedTangent;
	#endif
#endif
#ifdef USE_INSTANCING
	mat3 im = mat3( instanceMatrix );
	transformedNormal /= vec3( dot( im[ 0 ], im[ 0 ] ), dot( im[ 1 ], im[ 1 ] ), dot( im[ 2 ], im[ 2 ] ) );
	transformedNormal = im * transformedNormal;
	#ifdef USE_TANGENT
		transformedTangent = im * transformedTangent;
	#endif
#endif
transformedNormal = normalMatrix * transformedNormal;
#ifdef FLIP_SIDED
	transformedNormal = - transformedNormal;
#endif
#ifdef USE_TANGENT
	transformedTangent = ( modelViewMatrix * vec4( transformedTangent, 0.0 ) ).xyz;
#endif`,Dv=`#ifdef USE_DISPLACEMENTMAP
	uniform sampler2D displacementMap;
	uniform float displacementScale;
	uniform float displacementBias;
#endif`,Nv=`#ifdef USE_DISPLACEMENTMAP
	transformed += normalize( objectNormal ) * ( texture2D( displacementMap, vDisplacementMapUv ).x * displacementScale + displacementBias );
#endif`,Fv=`#ifdef USE_EMISSIVEMAP
	vec4 emissiveColor = texture2D( emissiveMap, vEmissiveMapUv );
	#ifdef DECODE_VIDEO_TEXTURE_EMISSIVE
		emissiveColor = sRGBTransferEOTF( emissiveColor );
	#endif
	totalEmissiveRadiance *= emissiveColor.rgb;
#endif`,Ov=`#ifdef USE_EMISSIVEMAP
	uniform sampler2D emissiveMap;
#endif`,Uv="gl_FragColor = linearToOutputTexel( gl_FragColor );",Bv=`vec4 LinearTransferOETF( in vec4 value ) {
	return value;
}
vec4 sRGBTransferEOTF( in vec4 value ) {
	return vec4( mix( pow( value.rgb * 0.9478672986 + vec3( 0.0521327014 ), vec3( 2.4 ) ), value.rgb * 0.0773993808, vec3( lessThanEqual( value.rgb, vec3( 0.04045 ) ) ) ), value.a );
}
vec4 sRGBTransferOETF( in vec4 value ) {
	return vec4( mix( pow( value.rgb, vec3( 0.41666 ) ) * 1.055 - vec3( 0.055 ), value.rgb * 12.92, vec3( lessThanEqual( value.rgb, vec3( 0.0031308 ) ) ) ), value.a );
}`,zv=`#ifdef USE_ENVMAP
	#ifdef ENV_WORLDPOS
		vec3 cameraToFrag;
		if ( isOrthographic ) {
			cameraToFrag = normalize( vec3( - viewMatrix[ 0 ][ 2 ], - viewMatrix[ 1 ][ 2 ], - viewMatrix[ 2 ][ 2 ] ) );
		} else {
			cameraToFrag = normalize( vWorldPosition - cameraPosition );
		}
		vec3 worldNormal = transformNormalByInverseViewMatrix( normal, viewMatrix );
		#ifdef ENVMAP_MODE_REFLECTION
			vec3 reflectVec = reflect( cameraToFrag, worldNormal );
		#else
			vec3 reflectVec = refract( cameraToFrag, worldNormal, refractionRatio );
		#endif
	#else
		vec3 reflectVec = vReflect;
	#endif
	#ifdef ENVMAP_TYPE_CUBE
		vec4 envColor = textureCube( envMap, envMapRotation * reflectVec );
		#ifdef ENVMAP_BLENDING_MULTIPLY
			outgoingLight = mix( outgoingLight, outgoingLight * envColor.xyz, specularStrength * reflectivity );
		#elif defined( ENVMAP_BLENDING_MIX )
			outgoingLight = mix( outgoingLight, envColor.xyz, specularStrength * reflectivity );
		#elif defined( ENVMAP_BLENDING_ADD )
			outgoingLight += envColor.xyz * specularStrength * reflectivity;
		#endif
	#endif
#endif`,Gv=`#ifdef USE_ENVMAP
	uniform float envMapIntensity;
	uniform mat3 envMapRotation;
	uniform samplerCube envMap;
	#ifdef ENVMAP_TYPE_PMREM
		float roughnessToMip( const in float roughness ) {
			float r = clamp( roughness, 0.0, 1.0 );
			return ENVMAP_MAX_LOD * r * ( 2.0 - r );
		}
	#endif
#endif`,Vv=`#ifdef USE_ENVMAP
	uniform float reflectivity;
	#if defined( USE_BUMPMAP ) || defined( USE_NORMALMAP ) || defined( PHONG ) || defined( LAMBERT )
		#define ENV_WORLDPOS
	#endif
	#ifdef ENV_WORLDPOS
		varying vec3 vWorldPosition;
		uniform float refractionRatio;
	#else
		varying vec3 vReflect;
	#endif
#endif`,Hv=`#ifdef USE_ENVMAP
	#if defined( USE_BUMPMAP ) || defined( USE_NORMALMAP ) || defined( PHONG ) || defined( LAMBERT )
		#define ENV_WORLDPOS
	#endif
	#ifdef ENV_WORLDPOS
		
		varying vec3 vWorldPosition;
	#else
		varying vec3 vReflect;
		uniform float refractionRatio;
	#endif
#endif`,Wv=`#ifdef USE_ENVMAP
	#ifdef ENV_WORLDPOS
		vWorldPosition = worldPosition.xyz;
	#else
		vec3 cameraToVertex;
		if ( isOrthographic ) {
			cameraToVertex = normalize( vec3( - viewMatrix[ 0 ][ 2 ], - viewMatrix[ 1 ][ 2 ], - viewMatrix[ 2 ][ 2 ] ) );
		} else {
			cameraToVertex = normalize( worldPosition.xyz - cameraPosition );
		}
		vec3 worldNormal = transformNormalByInverseViewMatrix( transformedNormal, viewMatrix );
		#ifdef ENVMAP_MODE_REFLECTION
			vReflect = reflect( cameraToVertex, worldNormal );
		#else
			vReflect = refract( cameraToVertex, worldNormal, refractionRatio );
		#endif
	#endif
#endif`,qv=`#ifdef USE_FOG
	vFogDepth = - mvPosition.z;
#endif`,Xv=`#ifdef USE_FOG
	varying float vFogDepth;
#endif`,jv=`#ifdef USE_FOG
	#ifdef FOG_EXP2
		float fogFactor = 1.0 - exp( - fogDensity * fogDensity * vFogDepth * vFogDepth );
	#else
		float fogFactor = smoothstep( fogNear, fogFar, vFogDepth );
	#endif
	gl_FragColor.rgb = mix( gl_FragColor.rgb, fogColor, fogFactor );
#endif`,Kv=`#ifdef USE_FOG
	uniform vec3 fogColor;
	varying float vFogDepth;
	#ifdef FOG_EXP2
		uniform float fogDensity;
	#else
		uniform float fogNear;
		uniform float fogFar;
	#endif
#endif`,Yv=`#ifdef USE_GRADIENTMAP
	uniform sampler2D gradientMap;
#endif
vec3 getGradientIrradiance( vec3 normal, vec3 lightDirection ) {
	float dotNL = dot( normal, lightDirection );
	vec2 coord = vec2( dotNL * 0.5 + 0.5, 0.0 );
	#ifdef USE_GRADIENTMAP
		return vec3( texture2D( gradientMap, coord ).r );
	#else
		vec2 fw = fwidth( coord ) * 0.5;
		return mix( vec3( 0.7 ), vec3( 1.0 ), smoothstep( 0.7 - fw.x, 0.7 + fw.x, coord.x ) );
	#endif
}`,Jv=`#ifdef USE_LIGHTMAP
	uniform sampler2D lightMap;
	uniform float lightMapIntensity;
#endif`,$v=`LambertMaterial material;
material.diffuseColor = diffuseColor.rgb;
material.specularStrength = specularStrength;`,Zv=`varying vec3 vViewPosition;
struct LambertMaterial {
	vec3 diffuseColor;
	float specularStrength;
};
void RE_Direct_Lambert( const in IncidentLight directLight, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in LambertMaterial material, inout ReflectedLight reflectedLight ) {
	float dotNL = saturate( dot( geometryNormal, directLight.direction ) );
	vec3 irradiance = dotNL * directLight.color;
	reflectedLight.directDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
}
void RE_IndirectDiffuse_Lambert( const in vec3 irradiance, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in LambertMaterial material, inout ReflectedLight reflectedLight ) {
	reflectedLight.indirectDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
}
#define RE_Direct				RE_Direct_Lambert
#define RE_IndirectDiffuse		RE_IndirectDiffuse_Lambert`,Qv=`uniform bool receiveShadow;
uniform vec3 ambientLightColor;
#if defined( USE_LIGHT_PROBES )
	uniform vec3 lightProbe[ 9 ];
#endif
vec3 shGetIrradianceAt( in vec3 normal, in vec3 shCoefficients[ 9 ] ) {
	float x = normal.x, y = normal.y, z = normal.z;
	vec3 result = shCoefficients[ 0 ] * 0.886227;
	result += shCoefficients[ 1 ] * 2.0 * 0.511664 * y;
	result += shCoefficients[ 2 ] * 2.0 * 0.511664 * z;
	result += shCoefficients[ 3 ] * 2.0 * 0.511664 * x;
	result += shCoefficients[ 4 ] * 2.0 * 0.429043 * x * y;
	result += shCoefficients[ 5 ] * 2.0 * 0.429043 * y * z;
	result += shCoefficients[ 6 ] * ( 0.743125 * z * z - 0.247708 );
	result += shCoefficients[ 7 ] * 2.0 * 0.429043 * x * z;
	result += shCoefficients[ 8 ] * 0.429043 * ( x * x - y * y );
	return result;
}
vec3 getLightProbeIrradiance( const in vec3 lightProbe[ 9 ], const in vec3 normal ) {
	vec3 worldNormal = transformNormalByInverseViewMatrix( normal, viewMatrix );
	vec3 irradiance = shGetIrradianceAt( worldNormal, lightProbe );
	return irradiance;
}
vec3 getAmbientLightIrradiance( const in vec3 ambientLightColor ) {
	vec3 irradiance = ambientLightColor;
	return irradiance;
}
float getDistanceAttenuation( const in float lightDistance, const in float cutoffDistance, const in float decayExponent ) {
	float distanceFalloff = 1.0 / max( pow( lightDistance, decayExponent ), 0.01 );
	if ( cutoffDistance > 0.0 ) {
		distanceFalloff *= pow2( saturate( 1.0 - pow4( lightDistance / cutoffDistance ) ) );
	}
	return distanceFalloff;
}
float getSpotAttenuation( const in float coneCosine, const in float penumbraCosine, const in float angleCosine ) {
	return smoothstep( coneCosine, penumbraCosine, angleCosine );
}
#if NUM_SUN_LIGHTS > 0
	struct SunLight {
		vec3 direction;
		vec3 color;
	};
	uniform SunLight sunLights[ NUM_SUN_LIGHTS ];
	void getSunLightInfo( const in SunLight sunLight, out IncidentLight light ) {
		light.color = sunLight.color;
		light.direction = sunLight.direction;
		light.visible = true;
	}
#endif
#if NUM_DIR_LIGHTS > 0
	struct DirectionalLight {
		vec3 direction;
		vec3 color;
	};
	uniform DirectionalLight directionalLights[ NUM_DIR_LIGHTS ];
	void getDirectionalLightInfo( const in DirectionalLight directionalLight, out IncidentLight light ) {
		light.color = directionalLight.color;
		light.direction = directionalLight.direction;
		light.visible = true;
	}
#endif
#if NUM_POINT_LIGHTS > 0
	struct PointLight {
		vec3 position;
		vec3 color;
		float distance;
		float decay;
	};
	uniform PointLight pointLights[ NUM_POINT_LIGHTS ];
	void getPointLightInfo( const in PointLight pointLight, const in vec3 geometryPosition, out IncidentLight light ) {
		vec3 lVector = pointLight.position - geometryPosition;
		light.direction = normalize( lVector );
		float lightDistance = length( lVector );
		light.color = pointLight.color;
		light.color *= getDistanceAttenuation( lightDistance, pointLight.distance, pointLight.decay );
		light.visible = ( light.color != vec3( 0.0 ) );
	}
#endif
#if NUM_SPOT_LIGHTS > 0
	struct SpotLight {
		vec3 position;
		vec3 direction;
		vec3 color;
		float distance;
		float decay;
		float coneCos;
		float penumbraCos;
	};
	uniform SpotLight spotLights[ NUM_SPOT_LIGHTS ];
	void getSpotLightInfo( const in SpotLight spotLight, const in vec3 geometryPosition, out IncidentLight light ) {
		vec3 lVector = spotLight.position - geometryPosition;
		light.direction = normalize( lVector );
		float angleCos = dot( light.direction, spotLight.direction );
		float spotAttenuation = getSpotAttenuation( spotLight.coneCos, spotLight.penumbraCos, angleCos );
		if ( spotAttenuation > 0.0 ) {
			float lightDistance = length( lVector );
			light.color = spotLight.color * spotAttenuation;
			light.color *= getDistanceAttenuation( lightDistance, spotLight.distance, spotLight.decay );
			light.visible = ( light.color != vec3( 0.0 ) );
		} else {
			light.color = vec3( 0.0 );
			light.visible = false;
		}
	}
#endif
#if NUM_RECT_AREA_LIGHTS > 0
	struct RectAreaLight {
		vec3 color;
		vec3 position;
		vec3 halfWidth;
		vec3 halfHeight;
	};
	uniform sampler2D ltc_1;	uniform sampler2D ltc_2;
	uniform RectAreaLight rectAreaLights[ NUM_RECT_AREA_LIGHTS ];
#endif
#if NUM_HEMI_LIGHTS > 0
	struct HemisphereLight {
		vec3 direction;
		vec3 skyColor;
		vec3 groundColor;
	};
	uniform HemisphereLight hemisphereLights[ NUM_HEMI_LIGHTS ];
	vec3 getHemisphereLightIrradiance( const in HemisphereLight hemiLight, const in vec3 normal ) {
		float dotNL = dot( normal, hemiLight.direction );
		float hemiDiffuseWeight = 0.5 * dotNL + 0.5;
		vec3 irradiance = mix( hemiLight.groundColor, hemiLight.skyColor, hemiDiffuseWeight );
		return irradiance;
	}
#endif
#include <lightprobes_pars_fragment>`,e_=`#ifdef USE_ENVMAP
	vec3 getIBLIrradiance( const in vec3 normal ) {
		#ifdef ENVMAP_TYPE_PMREM
			vec3 worldNormal = transformNormalByInverseViewMatrix( normal, viewMatrix );
			vec4 envMapColor = textureLod( envMap, envMapRotation * worldNormal, ENVMAP_MAX_LOD );
			return PI * envMapColor.rgb * envMapIntensity;
		#else
			return vec3( 0.0 );
		#endif
	}
	vec3 getIBLRadiance( const in vec3 viewDir, const in vec3 normal, const in float roughness ) {
		#ifdef ENVMAP_TYPE_PMREM
			vec3 reflectVec = reflect( - viewDir, normal );
			reflectVec = normalize( mix( reflectVec, normal, pow4( roughness ) ) );
			reflectVec = transformDirectionByInverseViewMatrix( reflectVec, viewMatrix );
			vec4 envMapColor = textureLod( envMap, envMapRotation * reflectVec, roughnessToMip( roughness ) );
			return envMapColor.rgb * envMapIntensity;
		#else
			return vec3( 0.0 );
		#endif
	}
	#ifdef USE_RETROREFLECTION
		vec3 getIBLRetroRadiance( const in vec3 viewDir, const in vec3 normal, const in float roughness ) {
			#ifdef ENVMAP_TYPE_PMREM
				vec3 retroVec = normalize( mix( viewDir, normal, pow4( roughness ) ) );
				retroVec = transformDirectionByInverseViewMatrix( retroVec, viewMatrix );
				vec4 envMapColor = textureLod( envMap, envMapRotation * retroVec, roughnessToMip( roughness ) );
				return envMapColor.rgb * envMapIntensity;
			#else
				return vec3( 0.0 );
			#endif
		}
	#endif
	#ifdef USE_ANISOTROPY
		vec3 getIBLAnisotropyRadiance( const in vec3 viewDir, const in vec3 normal, const in float roughness, const in vec3 bitangent, const in float anisotropy ) {
			#ifdef ENVMAP_TYPE_PMREM
				vec3 bentNormal = cross( bitangent, viewDir );
				bentNormal = normalize( cross( bentNormal, bitangent ) );
				bentNormal = normalize( mix( bentNormal, normal, pow2( pow2( 1.0 - anisotropy * ( 1.0 - roughness ) ) ) ) );
				return getIBLRadiance( viewDir, bentNormal, roughness );
			#else
				return vec3( 0.0 );
			#endif
		}
		#ifdef USE_RETROREFLECTION
			vec3 getIBLAnisotropyRetroRadiance( const in vec3 viewDir, const in vec3 normal, const in float roughness, const in vec3 bitangent, const in float anisotropy ) {
				#ifdef ENVMAP_TYPE_PMREM
					vec3 bentNormal = cross( bitangent, viewDir );
					bentNormal = normalize( cross( bentNormal, bitangent ) );
					bentNormal = normalize( mix( bentNormal, normal, pow2( pow2( 1.0 - anisotropy * ( 1.0 - roughness ) ) ) ) );
					return getIBLRetroRadiance( viewDir, bentNormal, roughness );
				#else
					return vec3( 0.0 );
				#endif
			}
		#endif
	#endif
#endif`,t_=`ToonMaterial material;
material.diffuseColor = diffuseColor.rgb;`,n_=`varying vec3 vViewPosition;
struct ToonMaterial {
	vec3 diffuseColor;
};
void RE_Direct_Toon( const in IncidentLight directLight, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in ToonMaterial material, inout ReflectedLight reflectedLight ) {
	vec3 irradiance = getGradientIrradiance( geometryNormal, directLight.direction ) * directLight.color;
	reflectedLight.directDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
}
void RE_IndirectDiffuse_Toon( const in vec3 irradiance, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in ToonMaterial material, inout ReflectedLight reflectedLight ) {
	reflectedLight.indirectDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
}
#define RE_Direct				RE_Direct_Toon
#define RE_IndirectDiffuse		RE_IndirectDiffuse_Toon`,i_=`BlinnPhongMaterial material;
material.diffuseColor = diffuseColor.rgb;
material.specularColor = specular;
material.specularShininess = shininess;
material.specularStrength = specularStrength;`,s_=`varying vec3 vViewPosition;
struct BlinnPhongMaterial {
	vec3 diffuseColor;
	vec3 specularColor;
	float specularShininess;
	float specularStrength;
};
void RE_Direct_BlinnPhong( const in IncidentLight directLight, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in BlinnPhongMaterial material, inout ReflectedLight reflectedLight ) {
	float dotNL = saturate( dot( geometryNormal, directLight.direction ) );
	vec3 irradiance = dotNL * directLight.color;
	reflectedLight.directDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
	reflectedLight.directSpecular += irradiance * BRDF_BlinnPhong( directLight.direction, geometryViewDir, geometryNormal, material.specularColor, material.specularShininess ) * material.specularStrength;
}
void RE_IndirectDiffuse_BlinnPhong( const in vec3 irradiance, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in BlinnPhongMaterial material, inout ReflectedLight reflectedLight ) {
	reflectedLight.indirectDiffuse += irradiance * BRDF_Lambert( material.diffuseColor );
}
#define RE_Direct				RE_Direct_BlinnPhong
#define RE_IndirectDiffuse		RE_IndirectDiffuse_BlinnPhong`,r_=`PhysicalMaterial material;
material.diffuseColor = diffuseColor.rgb;
material.diffuseContribution = diffuseColor.rgb * ( 1.0 - metalnessFactor );
material.metalness = metalnessFactor;
vec3 dxy = max( abs( dFdx( nonPerturbedNormal ) ), abs( dFdy( nonPerturbedNormal ) ) );
float geometryRoughness = max( max( dxy.x, dxy.y ), dxy.z );
material.roughness = max( roughnessFactor, 0.045 );
material.roughness += geometryRoughness;
material.roughness = min( material.roughness, 1.0 );
#ifdef USE_DIFFUSE_ROUGHNESS
	float diffuseRoughnessFactor = diffuseRoughness;
	#ifdef USE_DIFFUSE_ROUGHNESSMAP
		diffuseRoughnessFactor *= texture2D( diffuseRoughnessMap, vDiffuseRoughnessMapUv ).r;
	#endif
	material.diffuseRoughness = saturate( diffuseRoughnessFactor );
#endif
#ifdef IOR
	material.ior = ior;
	#ifdef USE_SPECULAR
		float specularIntensityFactor = specularIntensity;
		vec3 specularColorFactor = specularColor;
		#ifdef USE_SPECULAR_COLORMAP
			specularColorFactor *= texture2D( specularColorMap, vSpecularColorMapUv ).rgb;
		#endif
		#ifdef USE_SPECULAR_INTENSITYMAP
			specularIntensityFactor *= texture2D( specularIntensityMap, vSpecularIntensityMapUv ).a;
		#endif
		material.specularF90 = mix( specularIntensityFactor, 1.0, metalnessFactor );
	#else
		float specularIntensityFactor = 1.0;
		vec3 specularColorFactor = vec3( 1.0 );
		material.specularF90 = 1.0;
	#endif
	material.specularColor = min( pow2( ( material.ior - 1.0 ) / ( material.ior + 1.0 ) ) * specularColorFactor, vec3( 1.0 ) ) * specularIntensityFactor;
	material.specularColorBlended = mix( material.specularColor, diffuseColor.rgb, metalnessFactor );
#else
	material.specularColor = vec3( 0.04 );
	material.specularColorBlended = mix( material.specularColor, diffuseColor.rgb, metalnessFactor );
	material.specularF90 = 1.0;
#endif
#ifdef USE_CLEARCOAT
	material.clearcoat = clearcoat;
	material.clearcoatRoughness = clearcoatRoughness;
	material.clearcoatF0 = vec3( 0.04 );
	material.clearcoatF90 = 1.0;
	#ifdef USE_CLEARCOATMAP
		material.clearcoat *= texture2D( clearcoatMap, vClearcoatMapUv ).x;
	#endif
	#ifdef USE_CLEARCOAT_ROUGHNESSMAP
		material.clearcoatRoughness *= texture2D( clearcoatRoughnessMap, vClearcoatRoughnessMapUv ).y;
	#endif
	material.clearcoat = saturate( material.clearcoat );	material.clearcoatRoughness = max( material.clearcoatRoughness, 0.045 );
	material.clearcoatRoughness += geometryRoughness;
	material.clearcoatRoughness = min( material.clearcoatRoughness, 1.0 );
#endif
#ifdef USE_DISPERSION
	material.dispersion = dispersion;
#endif
#ifdef USE_RETROREFLECTION
	material.retroreflectivity = retroreflectivity;
#endif
#ifdef USE_IRIDESCENCE
	material.iridescence = iridescence;
	material.iridescenceIOR = iridescenceIOR;
	#ifdef USE_IRIDESCENCEMAP
		material.iridescence *= texture2D( iridescenceMap, vIridescenceMapUv ).r;
	#endif
	#ifdef USE_IRIDESCENCE_THICKNESSMAP
		material.iridescenceThickness = (iridescenceThicknessMaximum - iridescenceThicknessMinimum) * texture2D( iridescenceThicknessMap, vIridescenceThicknessMapUv ).g + iridescenceThicknessMinimum;
	#else
		material.iridescenceThickness = iridescenceThicknessMaximum;
	#endif
#endif
#ifdef USE_SHEEN
	material.sheenColor = sheenColor;
	#ifdef USE_SHEEN_COLORMAP
		material.sheenColor *= texture2D( sheenColorMap, vSheenColorMapUv ).rgb;
	#endif
	material.sheenRoughness = clamp( sheenRoughness, 0.0001, 1.0 );
	#ifdef USE_SHEEN_ROUGHNESSMAP
		material.sheenRoughness *= texture2D( sheenRoughnessMap, vSheenRoughnessMapUv ).a;
	#endif
#endif
#ifdef USE_ANISOTROPY
	#ifdef USE_ANISOTROPYMAP
		mat2 anisotropyMat = mat2( anisotropyVector.x, anisotropyVector.y, - anisotropyVector.y, anisotropyVector.x );
		vec3 anisotropyPolar = texture2D( anisotropyMap, vAnisotropyMapUv ).rgb;
		vec2 anisotropyV = anisotropyMat * normalize( 2.0 * anisotropyPolar.rg - vec2( 1.0 ) ) * anisotropyPolar.b;
	#else
		vec2 anisotropyV = anisotropyVector;
	#endif
	material.anisotropy = length( anisotropyV );
	if( material.anisotropy == 0.0 ) {
		anisotropyV = vec2( 1.0, 0.0 );
	} else {
		anisotropyV /= material.anisotropy;
		material.anisotropy = saturate( material.anisotropy );
	}
	material.alphaT = mix( pow2( material.roughness ), 1.0, pow2( material.anisotropy ) );
	material.anisotropyT = tbn[ 0 ] * anisotropyV.x + tbn[ 1 ] * anisotropyV.y;
	material.anisotropyB = tbn[ 1 ] * anisotropyV.x - tbn[ 0 ] * anisotropyV.y;
#endif`,o_=`uniform sampler2D dfgLUT;
struct PhysicalMaterial {
	vec3 diffuseColor;
	vec3 diffuseContribution;
	vec3 specularColor;
	vec3 specularColorBlended;
	float roughness;
	float metalness;
	float specularF90;
	float dispersion;
	vec2 dfg;
	vec3 multiScatteringCompensation;
	#ifdef USE_DIFFUSE_ROUGHNESS
		float diffuseRoughness;
	#endif
	#ifdef USE_RETROREFLECTION
		float retroreflectivity;
	#endif
	#ifdef USE_CLEARCOAT
		float clearcoat;
		float clearcoatRoughness;
		vec3 clearcoatF0;
		float clearcoatF90;
	#endif
	#ifdef USE_IRIDESCENCE
		float iridescence;
		float iridescenceIOR;
		float iridescenceThickness;
		vec3 iridescenceFresnel;
		vec3 iridescenceF0Dielectric;
		vec3 iridescenceF0Metallic;
	#endif
	#ifdef USE_SHEEN
		vec3 sheenColor;
		float sheenRoughness;
	#endif
	#ifdef IOR
		float ior;
	#endif
	#ifdef USE_TRANSMISSION
		float transmission;
		float transmissionAlpha;
		float thickness;
		float attenuationDistance;
		vec3 attenuationColor;
	#endif
	#ifdef USE_ANISOTROPY
		float anisotropy;
		float alphaT;
		vec3 anisotropyT;
		vec3 anisotropyB;
	#endif
};
vec3 clearcoatSpecularDirect = vec3( 0.0 );
vec3 clearcoatSpecularIndirect = vec3( 0.0 );
vec3 sheenSpecularDirect = vec3( 0.0 );
vec3 sheenSpecularIndirect = vec3(0.0 );
vec3 Schlick_to_F0( const in vec3 f, const in float f90, const in float dotVH ) {
    float x = clamp( 1.0 - dotVH, 0.0, 1.0 );
    float x2 = x * x;
    float x5 = clamp( x * x2 * x2, 0.0, 0.9999 );
    return ( f - vec3( f90 ) * x5 ) / ( 1.0 - x5 );
}
#ifdef USE_DIFFUSE_ROUGHNESS
	const float EON_EPSILON = 1e-7;
	float FON_DirectionalAlbedo( const in float mu, const in float roughness, const in float A ) {
		float muComp = 1.0 - mu;
		float gOverPi = muComp * ( 0.0571085289 + muComp * ( 0.491881867 + muComp * ( - 0.332181442 + muComp * 0.0714429953 ) ) );
		return A * ( 1.0 + roughness * gOverPi );
	}
	vec3 BRDF_EON( const in vec3 lightDir, const in vec3 viewDir, const in vec3 normal, const in vec3 diffuseColor, const in float roughness ) {
		vec3 rho = saturate( diffuseColor );
		if ( roughness <= EON_EPSILON ) return BRDF_Lambert( rho );
		float dotNL = saturate( dot( normal, lightDir ) );
		float dotNV = saturate( dot( normal, viewDir ) );
		float s = dot( lightDir, viewDir ) - dotNL * dotNV;
		float sOverT = ( s > 0.0 ) ? s / max( max( dotNL, dotNV ), EON_EPSILON ) : s;
		float A = 1.0 / ( 1.0 + ( 0.5 - 2.0 / ( 3.0 * PI ) ) * roughness );
		vec3 singleScatter = rho * RECIPROCAL_PI * A * ( 1.0 + roughness * sOverT );
		float averageAlbedo = A * ( 1.0 + ( 2.0 / 3.0 - 28.0 / ( 15.0 * PI ) ) * roughness );
		float albedoV = FON_DirectionalAlbedo( dotNV, roughness, A );
		float albedoL = FON_DirectionalAlbedo( dotNL, roughness, A );
		vec3 rhoMultiScatter = rho * rho * averageAlbedo / max( vec3( EON_EPSILON ), vec3( 1.0 ) - rho * ( 1.0 - averageAlbedo ) );
		vec3 multiScatter = rhoMultiScatter * RECIPROCAL_PI
			* max( EON_EPSILON, 1.0 - albedoV )
			* max( EON_EPSILON, 1.0 - albedoL )
			/ max( EON_EPSILON, 1.0 - averageAlbedo );
		return singleScatter + multiScatter;
	}
	vec3 EON_DirectionalAlbedo( const in vec3 diffuseColor, const in float roughness, const in float dotNV ) {
		vec3 rho = saturate( diffuseColor );
		if ( roughness <= EON_EPSILON ) return rho;
		float A = 1.0 / ( 1.0 + ( 0.5 - 2.0 / ( 3.0 * PI ) ) * roughness );
		float directionalAlbedo = FON_DirectionalAlbedo( dotNV, roughness, A );
		float averageAlbedo = A * ( 1.0 + ( 2.0 / 3.0 - 28.0 / ( 15.0 * PI ) ) * roughness );
		vec3 rhoMultiScatter = rho * rho * averageAlbedo / max( vec3( EON_EPSILON ), vec3( 1.0 ) - rho * ( 1.0 - averageAlbedo ) );
		return rho * directionalAlbedo + rhoMultiScatter * ( 1.0 - directionalAlbedo );
	}
#endif
float V_GGX_SmithCorrelated( const in float alpha, const in float dotNL, const in float dotNV ) {
	float a2 = pow2( alpha );
	float gv = dotNL * sqrt( a2 + ( 1.0 - a2 ) * pow2( dotNV ) );
	float gl = dotNV * sqrt( a2 + ( 1.0 - a2 ) * pow2( dotNL ) );
	return 0.5 / max( gv + gl, EPSILON );
}
float D_GGX( const in float alpha, const in float dotNH ) {
	float a2 = pow2( alpha );
	float denom = pow2( dotNH ) * ( a2 - 1.0 ) + 1.0;
	return RECIPROCAL_PI * a2 / pow2( denom );
}
#ifdef USE_ANISOTROPY
	float V_GGX_SmithCorrelated_Anisotropic( const in float alphaT, const in float alphaB, const in float dotTV, const in float dotBV, const in float dotTL, const in float dotBL, const in float dotNV, const in float dotNL ) {
		float gv = dotNL * length( vec3( alphaT * dotTV, alphaB * dotBV, dotNV ) );
		float gl = dotNV * length( vec3( alphaT * dotTL, alphaB * dotBL, dotNL ) );
		return 0.5 / max( gv + gl, EPSILON );
	}
	float D_GGX_Anisotropic( const in float alphaT, const in float alphaB, const in float dotNH, const in float dotTH, const in float dotBH ) {
		float a2 = alphaT * alphaB;
		highp vec3 v = vec3( alphaB * dotTH, alphaT * dotBH, a2 * dotNH );
		highp float v2 = dot( v, v );
		float w2 = a2 / v2;
		return RECIPROCAL_PI * a2 * pow2 ( w2 );
	}
#endif
#ifdef USE_CLEARCOAT
	vec3 BRDF_GGX_Clearcoat( const in vec3 lightDir, const in vec3 viewDir, const in vec3 normal, const in PhysicalMaterial material) {
		vec3 f0 = material.clearcoatF0;
		float f90 = material.clearcoatF90;
		float roughness = max( material.clearcoatRoughness, 0.045 );
		float alpha = pow2( roughness );
		vec3 halfDir = normalize( lightDir + viewDir );
		float dotNL = saturate( dot( normal, lightDir ) );
		float dotNV = saturate( dot( normal, viewDir ) );
		float dotNH = saturate( dot( normal, halfDir ) );
		float dotVH = saturate( dot( viewDir, halfDir ) );
		vec3 F = F_Schlick( f0, f90, dotVH );
		float V = V_GGX_SmithCorrelated( alpha, dotNL, dotNV );
		float D = D_GGX( alpha, dotNH );
		return F * ( V * D );
	}
#endif
vec3 BRDF_GGX( const in vec3 lightDir, const in vec3 viewDir, const in vec3 normal, const in PhysicalMaterial material ) {
	vec3 f0 = material.specularColorBlended;
	float f90 = material.specularF90;
	float roughness = max( material.roughness, 0.045 );
	float alpha = pow2( roughness );
	vec3 halfDir = normalize( lightDir + viewDir );
	float dotNL = saturate( dot( normal, lightDir ) );
	float dotNV = saturate( dot( normal, viewDir ) );
	float dotNH = saturate( dot( normal, halfDir ) );
	float dotVH = saturate( dot( viewDir, halfDir ) );
	vec3 F = F_Schlick( f0, f90, dotVH );
	#ifdef USE_IRIDESCENCE
		F = mix( F, material.iridescenceFresnel, material.iridescence );
	#endif
	#ifdef USE_ANISOTROPY
		float dotTL = dot( material.anisotropyT, lightDir );
		float dotTV = dot( material.anisotropyT, viewDir );
		float dotTH = dot( material.anisotropyT, halfDir );
		float dotBL = dot( material.anisotropyB, lightDir );
		float dotBV = dot( material.anisotropyB, viewDir );
		float dotBH = dot( material.anisotropyB, halfDir );
		float alphaT = max( material.alphaT, alpha );
		float V = V_GGX_SmithCorrelated_Anisotropic( alphaT, alpha, dotTV, dotBV, dotTL, dotBL, dotNV, dotNL );
		float D = D_GGX_Anisotropic( alphaT, alpha, dotNH, dotTH, dotBH );
	#else
		float V = V_GGX_SmithCorrelated( alpha, dotNL, dotNV );
		float D = D_GGX( alpha, dotNH );
	#endif
	return F * ( V * D );
}
vec2 LTC_Uv( const in vec3 N, const in vec3 V, const in float roughness ) {
	const float LUT_SIZE = 64.0;
	const float LUT_SCALE = ( LUT_SIZE - 1.0 ) / LUT_SIZE;
	const float LUT_BIAS = 0.5 / LUT_SIZE;
	float dotNV = saturate( dot( N, V ) );
	vec2 uv = vec2( roughness, sqrt( 1.0 - dotNV ) );
	uv = uv * LUT_SCALE + LUT_BIAS;
	return uv;
}
float LTC_ClippedSphereFormFactor( const in vec3 f ) {
	float l = length( f );
	return max( ( l * l + f.z ) / ( l + 1.0 ), 0.0 );
}
vec3 LTC_EdgeVectorFormFactor( const in vec3 v1, const in vec3 v2 ) {
	float x = dot( v1, v2 );
	float y = abs( x );
	float a = 0.8543985 + ( 0.4965155 + 0.0145206 * y ) * y;
	float b = 3.4175940 + ( 4.1616724 + y ) * y;
	float v = a / b;
	float theta_sintheta = ( x > 0.0 ) ? v : 0.5 * inversesqrt( max( 1.0 - x * x, 1e-7 ) ) - v;
	return cross( v1, v2 ) * theta_sintheta;
}
vec3 LTC_Evaluate( const in vec3 N, const in vec3 V, const in vec3 P, const in mat3 mInv, const in vec3 rectCoords[ 4 ] ) {
	vec3 v1 = rectCoords[ 1 ] - rectCoords[ 0 ];
	vec3 v2 = rectCoords[ 3 ] - rectCoords[ 0 ];
	vec3 lightNormal = cross( v1, v2 );
	if( dot( lightNormal, P - rectCoords[ 0 ] ) < 0.0 ) return vec3( 0.0 );
	vec3 T1, T2;
	T1 = normalize( V - N * dot( V, N ) );
	T2 = - cross( N, T1 );
	mat3 mat = mInv * transpose( mat3( T1, T2, N ) );
	vec3 coords[ 4 ];
	coords[ 0 ] = mat * ( rectCoords[ 0 ] - P );
	coords[ 1 ] = mat * ( rectCoords[ 1 ] - P );
	coords[ 2 ] = mat * ( rectCoords[ 2 ] - P );
	coords[ 3 ] = mat * ( rectCoords[ 3 ] - P );
	coords[ 0 ] = normalize( coords[ 0 ] );
	coords[ 1 ] = normalize( coords[ 1 ] );
	coords[ 2 ] = normalize( coords[ 2 ] );
	coords[ 3 ] = normalize( coords[ 3 ] );
	vec3 vectorFormFactor = vec3( 0.0 );
	vectorFormFactor += LTC_EdgeVectorFormFactor( coords[ 0 ], coords[ 1 ] );
	vectorFormFactor += LTC_EdgeVectorFormFactor( coords[ 1 ], coords[ 2 ] );
	vectorFormFactor += LTC_EdgeVectorFormFactor( coords[ 2 ], coords[ 3 ] );
	vectorFormFactor += LTC_EdgeVectorFormFactor( coords[ 3 ], coords[ 0 ] );
	float result = LTC_ClippedSphereFormFactor( vectorFormFactor );
	return vec3( result );
}
#if defined( USE_SHEEN )
float D_Charlie( float roughness, float dotNH ) {
	float alpha = pow2( roughness );
	float invAlpha = 1.0 / alpha;
	float cos2h = dotNH * dotNH;
	float sin2h = max( 1.0 - cos2h, 0.0078125 );
	return ( 2.0 + invAlpha ) * pow( sin2h, invAlpha * 0.5 ) / ( 2.0 * PI );
}
float V_Neubelt( float dotNV, float dotNL ) {
	return saturate( 1.0 / ( 4.0 * ( dotNL + dotNV - dotNL * dotNV ) ) );
}
vec3 BRDF_Sheen( const in vec3 lightDir, const in vec3 viewDir, const in vec3 normal, vec3 sheenColor, const in float sheenRoughness ) {
	vec3 halfDir = normalize( lightDir + viewDir );
	float dotNL = saturate( dot( normal, lightDir ) );
	float dotNV = saturate( dot( normal, viewDir ) );
	float dotNH = saturate( dot( normal, halfDir ) );
	float D = D_Charlie( sheenRoughness, dotNH );
	float V = V_Neubelt( dotNV, dotNL );
	return sheenColor * ( D * V );
}
#endif
float IBLSheenBRDF( const in vec3 normal, const in vec3 viewDir, const in float roughness ) {
	float dotNV = saturate( dot( normal, viewDir ) );
	float r2 = roughness * roughness;
	float rInv = 1.0 / ( roughness + 0.1 );
	float a = -1.9362 + 1.0678 * roughness + 0.4573 * r2 - 0.8469 * rInv;
	float b = -0.6014 + 0.5538 * roughness - 0.4670 * r2 - 0.1255 * rInv;
	float DG = exp( a * dotNV + b );
	return saturate( DG );
}
vec3 EnvironmentBRDF( const in vec3 normal, const in vec3 viewDir, const in vec3 specularColor, const in float specularF90, const in float roughness ) {
	float dotNV = saturate( dot( normal, viewDir ) );
	vec2 fab = texture2D( dfgLUT, vec2( roughness, dotNV ) ).rg;
	return specularColor * fab.x + specularF90 * fab.y;
}
#ifdef USE_IRIDESCENCE
void computeMultiscatteringIridescence( const in vec2 fab, const in vec3 specularColor, const in float specularF90, const in float iridescence, const in vec3 iridescenceF0, inout vec3 singleScatter, inout vec3 multiScatter ) {
#else
void computeMultiscattering( const in vec2 fab, const in vec3 specularColor, const in float specularF90, inout vec3 singleScatter, inout vec3 multiScatter ) {
#endif
	#ifdef USE_IRIDESCENCE
		vec3 Fr = mix( specularColor, iridescenceF0, iridescence );
	#else
		vec3 Fr = specularColor;
	#endif
	vec3 FssEss = Fr * fab.x + specularF90 * fab.y;
	float Ess = fab.x + fab.y;
	float Ems = 1.0 - Ess;
	vec3 Favg = Fr + ( 1.0 - Fr ) * 0.047619;	vec3 Fms = FssEss * Favg / ( 1.0 - Ems * Favg );
	singleScatter += FssEss;
	multiScatter += Fms * Ems;
}
#if NUM_RECT_AREA_LIGHTS > 0
	void RE_Direct_RectArea_Physical( const in RectAreaLight rectAreaLight, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in PhysicalMaterial material, inout ReflectedLight reflectedLight ) {
		vec3 normal = geometryNormal;
		vec3 viewDir = geometryViewDir;
		vec3 position = geometryPosition;
		vec3 lightPos = rectAreaLight.position;
		vec3 halfWidth = rectAreaLight.halfWidth;
		vec3 halfHeight = rectAreaLight.halfHeight;
		vec3 lightColor = rectAreaLight.color;
		float roughness = material.roughness;
		vec3 rectCoords[ 4 ];
		rectCoords[ 0 ] = lightPos + halfWidth - halfHeight;		rectCoords[ 1 ] = lightPos - halfWidth - halfHeight;
		rectCoords[ 2 ] = lightPos - halfWidth + halfHeight;
		rectCoords[ 3 ] = lightPos + halfWidth + halfHeight;
		vec2 uv = LTC_Uv( normal, viewDir, roughness );
		vec4 t1 = texture2D( ltc_1, uv );
		vec4 t2 = texture2D( ltc_2, uv );
		mat3 mInv = mat3(
			vec3( t1.x, 0, t1.y ),
			vec3(    0, 1,    0 ),
			vec3( t1.z, 0, t1.w )
		);
		vec3 fresnel = ( material.specularColorBlended * t2.x + ( material.specularF90 - material.specularColorBlended ) * t2.y );
		reflectedLight.directSpecular += lightColor * fresnel * LTC_Evaluate( normal, viewDir, position, mInv, rectCoords );
		reflectedLight.directDiffuse += lightColor * material.diffuseContribution * LTC_Evaluate( normal, viewDir, position, mat3( 1.0 ), rectCoords );
		#ifdef USE_CLEARCOAT
			vec3 Ncc = geometryClearcoatNormal;
			vec2 uvClearcoat = LTC_Uv( Ncc, viewDir, material.clearcoatRoughness );
			vec4 t1Clearcoat = texture2D( ltc_1, uvClearcoat );
			vec4 t2Clearcoat = texture2D( ltc_2, uvClearcoat );
			mat3 mInvClearcoat = mat3(
				vec3( t1Clearcoat.x, 0, t1Clearcoat.y ),
				vec3(             0, 1,             0 ),
				vec3( t1Clearcoat.z, 0, t1Clearcoat.w )
			);
			vec3 fresnelClearcoat = material.clearcoatF0 * t2Clearcoat.x + ( material.clearcoatF90 - material.clearcoatF0 ) * t2Clearcoat.y;
			clearcoatSpecularDirect += lightColor * fresnelClearcoat * LTC_Evaluate( Ncc, viewDir, position, mInvClearcoat, rectCoords );
		#endif
	}
#endif
void RE_Direct_Physical( const in IncidentLight directLight, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in PhysicalMaterial material, inout ReflectedLight reflectedLight ) {
	float dotNL = saturate( dot( geometryNormal, directLight.direction ) );
	vec3 irradiance = dotNL * directLight.color;
	#ifdef USE_CLEARCOAT
		float dotNLcc = saturate( dot( geometryClearcoatNormal, directLight.direction ) );
		vec3 ccIrradiance = dotNLcc * directLight.color;
		clearcoatSpecularDirect += ccIrradiance * BRDF_GGX_Clearcoat( directLight.direction, geometryViewDir, geometryClearcoatNormal, material );
	#endif
	#ifdef USE_SHEEN
 
 		sheenSpecularDirect += irradiance * BRDF_Sheen( directLight.direction, geometryViewDir, geometryNormal, material.sheenColor, material.sheenRoughness );
 
 		float sheenAlbedoV = IBLSheenBRDF( geometryNormal, geometryViewDir, material.sheenRoughness );
 		float sheenAlbedoL = IBLSheenBRDF( geometryNormal, directLight.direction, material.sheenRoughness );
 
 		float sheenEnergyComp = 1.0 - max3( material.sheenColor ) * max( sheenAlbedoV, sheenAlbedoL );
 
 		irradiance *= sheenEnergyComp;
 
 	#endif
	vec3 specularBRDF = BRDF_GGX( directLight.direction, geometryViewDir, geometryNormal, material );
	#ifdef USE_RETROREFLECTION
		vec3 retroViewDir = reflect( - geometryViewDir, geometryNormal );
		vec3 retroSpecularBRDF = BRDF_GGX( directLight.direction, retroViewDir, geometryNormal, material );
		specularBRDF = mix( specularBRDF, retroSpecularBRDF, saturate( material.retroreflectivity ) );
	#endif
	reflectedLight.directSpecular += irradiance * specularBRDF * material.multiScatteringCompensation;
	vec3 halfDir = normalize( directLight.direction + geometryViewDir );
	float dotVH = saturate( dot( geometryViewDir, halfDir ) );
	vec3 F = F_Schlick( material.specularColor, material.specularF90, dotVH );
	#ifdef USE_RETROREFLECTION
		vec3 retroHalfDir = normalize( directLight.direction + retroViewDir );
		float dotRetroVH = saturate( dot( retroViewDir, retroHalfDir ) );
		vec3 retroF = F_Schlick( material.specularColor, material.specularF90, dotRetroVH );
		F = mix( F, retroF, saturate( material.retroreflectivity ) );
	#endif
	#ifdef USE_DIFFUSE_ROUGHNESS
		vec3 diffuseBRDF = BRDF_EON( directLight.direction, geometryViewDir, geometryNormal, material.diffuseColor, material.diffuseRoughness ) * ( 1.0 - material.metalness );
	#else
		vec3 diffuseBRDF = BRDF_Lambert( material.diffuseContribution );
	#endif
	reflectedLight.directDiffuse += irradiance * diffuseBRDF * ( 1.0 - F );
}
void RE_IndirectDiffuse_Physical( const in vec3 irradiance, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in PhysicalMaterial material, inout ReflectedLight reflectedLight ) {
	vec3 singleScattering = vec3( 0.0 );
	vec3 multiScattering = vec3( 0.0 );
	#ifdef USE_IRIDESCENCE
		computeMultiscatteringIridescence( material.dfg, material.specularColor, material.specularF90, material.iridescence, material.iridescenceF0Dielectric, singleScattering, multiScattering );
	#else
		computeMultiscattering( material.dfg, material.specularColor, material.specularF90, singleScattering, multiScattering );
	#endif
	#ifdef USE_DIFFUSE_ROUGHNESS
		float dotNV = saturate( dot( geometryNormal, geometryViewDir ) );
		vec3 diffuseAlbedo = EON_DirectionalAlbedo( material.diffuseColor, material.diffuseRoughness, dotNV ) * ( 1.0 - material.metalness );
		vec3 diffuse = irradiance * RECIPROCAL_PI * diffuseAlbedo * ( 1.0 - singleScattering - multiScattering );
	#else
		vec3 diffuse = irradiance * BRDF_Lambert( material.diffuseContribution ) * ( 1.0 - singleScattering - multiScattering );
	#endif
	#ifdef USE_SHEEN
		float sheenAlbedo = IBLSheenBRDF( geometryNormal, geometryViewDir, material.sheenRoughness );
		sheenSpecularIndirect += irradiance * material.sheenColor * sheenAlbedo * RECIPROCAL_PI;
		float sheenEnergyComp = 1.0 - max3( material.sheenColor ) * sheenAlbedo;
		diffuse *= sheenEnergyComp;
	#endif
	reflectedLight.indirectDiffuse += diffuse;
}
void RE_IndirectSpecular_Physical( const in vec3 radiance, const in vec3 irradiance, const in vec3 clearcoatRadiance, const in vec3 geometryPosition, const in vec3 geometryNormal, const in vec3 geometryViewDir, const in vec3 geometryClearcoatNormal, const in PhysicalMaterial material, inout ReflectedLight reflectedLight) {
	#ifdef USE_CLEARCOAT
		clearcoatSpecularIndirect += clearcoatRadiance * EnvironmentBRDF( geometryClearcoatNormal, geometryViewDir, material.clearcoatF0, material.clearcoatF90, material.clearcoatRoughness );
	#endif
	#ifdef USE_SHEEN
		sheenSpecularIndirect += irradiance * material.sheenColor * IBLSheenBRDF( geometryNormal, geometryViewDir, material.sheenRoughness ) * RECIPROCAL_PI;
 	#endif
	vec3 singleScatteringDielectric = vec3( 0.0 );
	vec3 multiScatteringDielectric = vec3( 0.0 );
	vec3 singleScatteringMetallic = vec3( 0.0 );
	vec3 multiScatteringMetallic = vec3( 0.0 );
	#ifdef USE_IRIDESCENCE
		computeMultiscatteringIridescence( material.dfg, material.specularColor, material.specularF90, material.iridescence, material.iridescenceF0Dielectric, singleScatteringDielectric, multiScatteringDielectric );
		computeMultiscatteringIridescence( material.dfg, material.diffuseColor, material.specularF90, material.iridescence, material.iridescenceF0Metallic, singleScatteringMetallic, multiScatteringMetallic );
	#else
		computeMultiscattering( material.dfg, material.specularColor, material.specularF90, singleScatteringDielectric, multiScatteringDielectric );
		computeMultiscattering( material.dfg, material.diffuseColor, material.specularF90, singleScatteringMetallic, multiScatteringMetallic );
	#endif
	vec3 singleScattering = mix( singleScatteringDielectric, singleScatteringMetallic, material.metalness );
	vec3 multiScattering = mix( multiScatteringDielectric, multiScatteringMetallic, material.metalness );
	vec3 totalScatteringDielectric = singleScatteringDielectric + multiScatteringDielectric;
	#ifdef USE_DIFFUSE_ROUGHNESS
		float dotNV = saturate( dot( geometryNormal, geometryViewDir ) );
		vec3 diffuse = EON_DirectionalAlbedo( material.diffuseColor, material.diffuseRoughness, dotNV ) * ( 1.0 - material.metalness ) * ( 1.0 - totalScatteringDielectric );
	#else
		vec3 diffuse = material.diffuseContribution * ( 1.0 - totalScatteringDielectric );
	#endif
	vec3 cosineWeightedIrradiance = irradiance * RECIPROCAL_PI;
	vec3 indirectSpecular = radiance * singleScattering;
	indirectSpecular += multiScattering * cosineWeightedIrradiance;
	vec3 indirectDiffuse = diffuse * cosineWeightedIrradiance;
	#ifdef USE_SHEEN
		float sheenAlbedo = IBLSheenBRDF( geometryNormal, geometryViewDir, material.sheenRoughness );
		float sheenEnergyComp = 1.0 - max3( material.sheenColor ) * sheenAlbedo;
		indirectSpecular *= sheenEnergyComp;
		indirectDiffuse *= sheenEnergyComp;
	#endif
	reflectedLight.indirectSpecular += indirectSpecular;
	reflectedLight.indirectDiffuse += indirectDiffuse;
}
#define RE_Direct				RE_Direct_Physical
#define RE_Direct_RectArea		RE_Direct_RectArea_Physical
#define RE_IndirectDiffuse		RE_IndirectDiffuse_Physical
#define RE_IndirectSpecular		RE_IndirectSpecular_Physical
float computeSpecularOcclusion( const in float dotNV, const in float ambientOcclusion, const in float roughness ) {
	return saturate( pow( dotNV + ambientOcclusion, exp2( - 16.0 * roughness - 1.0 ) ) - 1.0 + ambientOcclusion );
}`,a_=`
vec3 geometryPosition = - vViewPosition;
vec3 geometryNormal = normal;
vec3 geometryViewDir = ( isOrthographic ) ? vec3( 0, 0, 1 ) : normalize( vViewPosition );
vec3 geometryClearcoatNormal = vec3( 0.0 );
#ifdef USE_CLEARCOAT
	geometryClearcoatNormal = clearcoatNormal;
#endif
#ifdef USE_IRIDESCENCE
	float dotNVi = saturate( dot( normal, geometryViewDir ) );
	if ( material.iridescenceThickness == 0.0 ) {
		material.iridescence = 0.0;
	} else {
		material.iridescence = saturate( material.iridescence );
	}
	if ( material.iridescence > 0.0 ) {
		vec3 iridescenceFresnelDielectric = evalIridescence( 1.0, material.iridescenceIOR, dotNVi, material.iridescenceThickness, material.specularColor );
		vec3 iridescenceFresnelMetallic = evalIridescence( 1.0, material.iridescenceIOR, dotNVi, material.iridescenceThickness, material.diffuseColor );
		material.iridescenceFresnel = mix( iridescenceFresnelDielectric, iridescenceFresnelMetallic, material.metalness );
		material.iridescenceF0Dielectric = Schlick_to_F0( iridescenceFresnelDielectric, 1.0, dotNVi );
		material.iridescenceF0Metallic = Schlick_to_F0( iridescenceFresnelMetallic, 1.0, dotNVi );
	}
#endif
#ifdef STANDARD
	float dotNVms = saturate( dot( geometryNormal, geometryViewDir ) );
	material.dfg = texture2D( dfgLUT, vec2( material.roughness, dotNVms ) ).rg;
	#if ( NUM_SUN_LIGHTS > 0 || NUM_DIR_LIGHTS > 0 || NUM_POINT_LIGHTS > 0 || NUM_SPOT_LIGHTS > 0 )
		float EssMs = material.dfg.x + material.dfg.y;
		material.multiScatteringCompensation = 1.0 + material.specularColorBlended * ( 1.0 / EssMs - 1.0 );
	#endif
#endif
IncidentLight directLight;
#if ( NUM_POINT_LIGHTS > 0 ) && defined( RE_Direct )
	PointLight pointLight;
	#if defined( USE_SHADOWMAP ) && NUM_POINT_LIGHT_SHADOWS > 0
	PointLightShadow pointLightShadow;
	#endif
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_POINT_LIGHTS; i ++ ) {
		pointLight = pointLights[ i ];
		getPointLightInfo( pointLight, geometryPosition, directLight );
		#if defined( USE_SHADOWMAP ) && ( UNROLLED_LOOP_INDEX < NUM_POINT_LIGHT_SHADOWS ) && ( defined( SHADOWMAP_TYPE_PCF ) || defined( SHADOWMAP_TYPE_BASIC ) )
		pointLightShadow = pointLightShadows[ i ];
		directLight.color *= ( directLight.visible && receiveShadow ) ? getPointShadow( pointShadowMap[ i ], pointLightShadow.shadowMapSize, pointLightShadow.shadowIntensity, pointLightShadow.shadowBias, pointLightShadow.shadowRadius, vPointShadowCoord[ i ], pointLightShadow.shadowCameraNear, pointLightShadow.shadowCameraFar ) : 1.0;
		#endif
		RE_Direct( directLight, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
	}
	#pragma unroll_loop_end
#endif
#if ( NUM_SPOT_LIGHTS > 0 ) && defined( RE_Direct )
	SpotLight spotLight;
	vec4 spotColor;
	vec3 spotLightCoord;
	bool inSpotLightMap;
	#if defined( USE_SHADOWMAP ) && NUM_SPOT_LIGHT_SHADOWS > 0
	SpotLightShadow spotLightShadow;
	#endif
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_SPOT_LIGHTS; i ++ ) {
		spotLight = spotLights[ i ];
		getSpotLightInfo( spotLight, geometryPosition, directLight );
		#if ( UNROLLED_LOOP_INDEX < NUM_SPOT_LIGHT_SHADOWS_WITH_MAPS )
		#define SPOT_LIGHT_MAP_INDEX UNROLLED_LOOP_INDEX
		#elif ( UNROLLED_LOOP_INDEX < NUM_SPOT_LIGHT_SHADOWS )
		#define SPOT_LIGHT_MAP_INDEX NUM_SPOT_LIGHT_MAPS
		#else
		#define SPOT_LIGHT_MAP_INDEX ( UNROLLED_LOOP_INDEX - NUM_SPOT_LIGHT_SHADOWS + NUM_SPOT_LIGHT_SHADOWS_WITH_MAPS )
		#endif
		#if ( SPOT_LIGHT_MAP_INDEX < NUM_SPOT_LIGHT_MAPS )
			spotLightCoord = vSpotLightCoord[ i ].xyz / vSpotLightCoord[ i ].w;
			inSpotLightMap = all( lessThan( abs( spotLightCoord * 2. - 1. ), vec3( 1.0 ) ) );
			spotColor = texture2D( spotLightMap[ SPOT_LIGHT_MAP_INDEX ], spotLightCoord.xy );
			directLight.color = inSpotLightMap ? directLight.color * spotColor.rgb : directLight.color;
		#endif
		#undef SPOT_LIGHT_MAP_INDEX
		#if defined( USE_SHADOWMAP ) && ( UNROLLED_LOOP_INDEX < NUM_SPOT_LIGHT_SHADOWS )
		spotLightShadow = spotLightShadows[ i ];
		directLight.color *= ( directLight.visible && receiveShadow ) ? getShadow( spotShadowMap[ i ], spotLightShadow.shadowMapSize, spotLightShadow.shadowIntensity, spotLightShadow.shadowBias, spotLightShadow.shadowRadius, vSpotLightCoord[ i ] ) : 1.0;
		#endif
		RE_Direct( directLight, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
	}
	#pragma unroll_loop_end
#endif
#if ( NUM_SUN_LIGHTS > 0 ) && defined( RE_Direct )
	SunLight sunLight;
	#if defined( USE_SHADOWMAP ) && NUM_SUN_LIGHT_SHADOWS > 0
	SunLightShadow sunLightShadow;
	#endif
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_SUN_LIGHTS; i ++ ) {
		sunLight = sunLights[ i ];
		getSunLightInfo( sunLight, directLight );
		#if defined( USE_SHADOWMAP ) && ( UNROLLED_LOOP_INDEX < NUM_SUN_LIGHT_SHADOWS )
		sunLightShadow = sunLightShadows[ i ];
		directLight.color *= ( directLight.visible && receiveShadow ) ? getSunShadow( sunShadowMap[ i ], sunLightShadow, UNROLLED_LOOP_INDEX ) : 1.0;
		#endif
		RE_Direct( directLight, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
	}
	#pragma unroll_loop_end
#endif
#if ( NUM_DIR_LIGHTS > 0 ) && defined( RE_Direct )
	DirectionalLight directionalLight;
	#if defined( USE_SHADOWMAP ) && NUM_DIR_LIGHT_SHADOWS > 0
	DirectionalLightShadow directionalLightShadow;
	#endif
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_DIR_LIGHTS; i ++ ) {
		directionalLight = directionalLights[ i ];
		getDirectionalLightInfo( directionalLight, directLight );
		#if defined( USE_SHADOWMAP ) && ( UNROLLED_LOOP_INDEX < NUM_DIR_LIGHT_SHADOWS )
		directionalLightShadow = directionalLightShadows[ i ];
		directLight.color *= ( directLight.visible && receiveShadow ) ? getShadow( directionalShadowMap[ i ], directionalLightShadow.shadowMapSize, directionalLightShadow.shadowIntensity, directionalLightShadow.shadowBias, directionalLightShadow.shadowRadius, vDirectionalShadowCoord[ i ] ) : 1.0;
		#endif
		RE_Direct( directLight, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
	}
	#pragma unroll_loop_end
#endif
#if ( NUM_RECT_AREA_LIGHTS > 0 ) && defined( RE_Direct_RectArea )
	RectAreaLight rectAreaLight;
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_RECT_AREA_LIGHTS; i ++ ) {
		rectAreaLight = rectAreaLights[ i ];
		RE_Direct_RectArea( rectAreaLight, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
	}
	#pragma unroll_loop_end
#endif
#if defined( RE_IndirectDiffuse )
	vec3 iblIrradiance = vec3( 0.0 );
	vec3 irradiance = getAmbientLightIrradiance( ambientLightColor );
	#if defined( USE_LIGHT_PROBES )
		irradiance += getLightProbeIrradiance( lightProbe, geometryNormal );
	#endif
	#if ( NUM_HEMI_LIGHTS > 0 )
		#pragma unroll_loop_start
		for ( int i = 0; i < NUM_HEMI_LIGHTS; i ++ ) {
			irradiance += getHemisphereLightIrradiance( hemisphereLights[ i ], geometryNormal );
		}
		#pragma unroll_loop_end
	#endif
	#if NUM_LIGHT_PROBE_GRIDS > 0
		vec3 probeWorldPos = ( ( vec4( geometryPosition, 1.0 ) - viewMatrix[ 3 ] ) * viewMatrix ).xyz;
		vec3 probeWorldNormal = transformNormalByInverseViewMatrix( geometryNormal, viewMatrix );
		int probeGrid = - 1;
		#pragma unroll_loop_start
		for ( int i = 0; i < NUM_LIGHT_PROBE_GRIDS; i ++ ) {
			if ( isInsideLightProbeGrid( probeWorldPos, probeWorldNormal, probesMin[ i ], probesMax[ i ], probesResolution[ i ] ) ) probeGrid = UNROLLED_LOOP_INDEX;
		}
		#pragma unroll_loop_end
		#pragma unroll_loop_start
		for ( int i = 0; i < NUM_LIGHT_PROBE_GRIDS; i ++ ) {
			if ( probeGrid == UNROLLED_LOOP_INDEX ) irradiance += getLightProbeGridIrradiance( probesSH[ i ], probesMin[ i ], probesMax[ i ], probesResolution[ i ], probeWorldPos, probeWorldNormal );
		}
		#pragma unroll_loop_end
	#endif
#endif
#if defined( RE_IndirectSpecular )
	vec3 radiance = vec3( 0.0 );
	vec3 clearcoatRadiance = vec3( 0.0 );
#endif`,l_=`#if defined( RE_IndirectDiffuse )
	#ifdef USE_LIGHTMAP
		vec4 lightMapTexel = texture2D( lightMap, vLightMapUv );
		vec3 lightMapIrradiance = lightMapTexel.rgb * lightMapIntensity;
		irradiance += lightMapIrradiance;
	#endif
	#if defined( USE_ENVMAP ) && defined( ENVMAP_TYPE_PMREM )
		#if defined( STANDARD ) || defined( LAMBERT ) || defined( PHONG )
			iblIrradiance += getIBLIrradiance( geometryNormal );
		#endif
	#endif
#endif
#if defined( USE_ENVMAP ) && defined( RE_IndirectSpecular )
	#ifdef USE_ANISOTROPY
		vec3 iblRadiance = getIBLAnisotropyRadiance( geometryViewDir, geometryNormal, material.roughness, material.anisotropyB, material.anisotropy );
	#else
		vec3 iblRadiance = getIBLRadiance( geometryViewDir, geometryNormal, material.roughness );
	#endif
	#ifdef USE_RETROREFLECTION
		#ifdef USE_ANISOTROPY
			vec3 retroIBLRadiance = getIBLAnisotropyRetroRadiance( geometryViewDir, geometryNormal, material.roughness, material.anisotropyB, material.anisotropy );
		#else
			vec3 retroIBLRadiance = getIBLRetroRadiance( geometryViewDir, geometryNormal, material.roughness );
		#endif
		iblRadiance = mix( iblRadiance, retroIBLRadiance, saturate( material.retroreflectivity ) );
	#endif
	radiance += iblRadiance;
	#ifdef USE_CLEARCOAT
		clearcoatRadiance += getIBLRadiance( geometryViewDir, geometryClearcoatNormal, material.clearcoatRoughness );
	#endif
#endif`,c_=`#if defined( RE_IndirectDiffuse )
	#if defined( LAMBERT ) || defined( PHONG )
		irradiance += iblIrradiance;
	#endif
	RE_IndirectDiffuse( irradiance, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
#endif
#if defined( RE_IndirectSpecular )
	RE_IndirectSpecular( radiance, iblIrradiance, clearcoatRadiance, geometryPosition, geometryNormal, geometryViewDir, geometryClearcoatNormal, material, reflectedLight );
#endif`,u_=`#if NUM_LIGHT_PROBE_GRIDS > 0
uniform highp sampler3D probesSH[ NUM_LIGHT_PROBE_GRIDS ];
uniform vec3 probesMin[ NUM_LIGHT_PROBE_GRIDS ];
uniform vec3 probesMax[ NUM_LIGHT_PROBE_GRIDS ];
uniform vec3 probesResolution[ NUM_LIGHT_PROBE_GRIDS ];
bool isInsideLightProbeGrid( vec3 worldPos, vec3 worldNormal, vec3 probesMin, vec3 probesMax, vec3 probesResolution ) {
	vec3 spacing = ( probesMax - probesMin ) / probesResolution;
	vec3 samplePos = worldPos + worldNormal * spacing * 0.5;
	vec3 margin = spacing * 0.01;
	return all( greaterThanEqual( samplePos, probesMin - margin ) ) && all( lessThanEqual( samplePos, probesMax + margin ) );
}
vec3 getLightProbeGridIrradiance( highp sampler3D probesSH, vec3 probesMin, vec3 probesMax, vec3 probesResolution, vec3 worldPos, vec3 worldNormal ) {
	vec3 res = probesResolution;
	vec3 gridRange = probesMax - probesMin;
	vec3 probeSpacing = gridRange / res;
	vec3 samplePos = worldPos + worldNormal * probeSpacing * 0.5;
	vec3 uvw = clamp( ( samplePos - probesMin ) / gridRange, 0.5 / res, 1.0 - 0.5 / res );
	float nz          = res.z;
	float paddedSlices = nz + 2.0;
	float atlasDepth  = 7.0 * paddedSlices;
	float uvZBase     = uvw.z * nz + 1.0;
	vec4 s0 = texture( probesSH, vec3( uvw.xy, ( uvZBase                       ) / atlasDepth ) );
	vec4 s1 = texture( probesSH, vec3( uvw.xy, ( uvZBase +       paddedSlices   ) / atlasDepth ) );
	vec4 s2 = texture( probesSH, vec3( uvw.xy, ( uvZBase + 2.0 * paddedSlices   ) / atlasDepth ) );
	vec4 s3 = texture( probesSH, vec3( uvw.xy, ( uvZBase + 3.0 * paddedSlices   ) / atlasDepth ) );
	vec4 s4 = texture( probesSH, vec3( uvw.xy, ( uvZBase + 4.0 * paddedSlices   ) / atlasDepth ) );
	vec4 s5 = texture( probesSH, vec3( uvw.xy, ( uvZBase + 5.0 * paddedSlices   ) / atlasDepth ) );
	vec4 s6 = texture( probesSH, vec3( uvw.xy, ( uvZBase + 6.0 * paddedSlices   ) / atlasDepth ) );
	vec3 c0 = s0.xyz;
	vec3 c1 = vec3( s0.w, s1.xy );
	vec3 c2 = vec3( s1.zw, s2.x );
	vec3 c3 = s2.yzw;
	vec3 c4 = s3.xyz;
	vec3 c5 = vec3( s3.w, s4.xy );
	vec3 c6 = vec3( s4.zw, s5.x );
	vec3 c7 = s5.yzw;
	vec3 c8 = s6.xyz;
	float x = worldNormal.x, y = worldNormal.y, z = worldNormal.z;
	vec3 result = c0 * 0.886227;
	result += c1 * 2.0 * 0.511664 * y;
	result += c2 * 2.0 * 0.511664 * z;
	result += c3 * 2.0 * 0.511664 * x;
	result += c4 * 2.0 * 0.429043 * x * y;
	result += c5 * 2.0 * 0.429043 * y * z;
	result += c6 * ( 0.743125 * z * z - 0.247708 );
	result += c7 * 2.0 * 0.429043 * x * z;
	result += c8 * 0.429043 * ( x * x - y * y );
	return max( result, vec3( 0.0 ) );
}
#endif`,h_=`#if defined( USE_LOGARITHMIC_DEPTH_BUFFER )
	gl_FragDepth = vIsPerspective == 0.0 ? gl_FragCoord.z : log2( vFragDepth ) * logDepthBufFC * 0.5;
#endif`,d_=`#if defined( USE_LOGARITHMIC_DEPTH_BUFFER )
	uniform float logDepthBufFC;
	varying float vFragDepth;
	varying float vIsPerspective;
#endif`,f_=`#ifdef USE_LOGARITHMIC_DEPTH_BUFFER
	varying float vFragDepth;
	varying float vIsPerspective;
#endif`,p_=`#ifdef USE_LOGARITHMIC_DEPTH_BUFFER
	vFragDepth = 1.0 + gl_Position.w;
	vIsPerspective = float( isPerspectiveMatrix( projectionMatrix ) );
#endif`,m_=`#ifdef USE_MAP
	vec4 sampledDiffuseColor = texture2D( map, vMapUv );
	#ifdef DECODE_VIDEO_TEXTURE
		sampledDiffuseColor = sRGBTransferEOTF( sampledDiffuseColor );
	#endif
	diffuseColor *= sampledDiffuseColor;
#endif`,g_=`#ifdef USE_MAP
	uniform sampler2D map;
#endif`,b_=`#if defined( USE_MAP ) || defined( USE_ALPHAMAP )
	#if defined( USE_POINTS_UV )
		vec2 uv = vUv;
	#else
		vec2 uv = ( uvTransform * vec3( gl_PointCoord.x, 1.0 - gl_PointCoord.y, 1 ) ).xy;
	#endif
#endif
#ifdef USE_MAP
	diffuseColor *= texture2D( map, uv );
#endif
#ifdef USE_ALPHAMAP
	diffuseColor.a *= texture2D( alphaMap, uv ).g;
#endif`,x_=`#if defined( USE_POINTS_UV )
	varying vec2 vUv;
#else
	#if defined( USE_MAP ) || defined( USE_ALPHAMAP )
		uniform mat3 uvTransform;
	#endif
#endif
#ifdef USE_MAP
	uniform sampler2D map;
#endif
#ifdef USE_ALPHAMAP
	uniform sampler2D alphaMap;
#endif`,y_=`float metalnessFactor = metalness;
#ifdef USE_METALNESSMAP
	vec4 texelMetalness = texture2D( metalnessMap, vMetalnessMapUv );
	metalnessFactor *= texelMetalness.b;
#endif`,v_=`#ifdef USE_METALNESSMAP
	uniform sampler2D metalnessMap;
#endif`,__=`#ifdef USE_INSTANCING_MORPH
	float morphTargetInfluences[ MORPHTARGETS_COUNT ];
	float morphTargetBaseInfluence = texelFetch( morphTexture, ivec2( 0, gl_InstanceID ), 0 ).r;
	for ( int i = 0; i < MORPHTARGETS_COUNT; i ++ ) {
		morphTargetInfluences[i] =  texelFetch( morphTexture, ivec2( i + 1, gl_InstanceID ), 0 ).r;
	}
#endif`,M_=`#if defined( USE_MORPHCOLORS )
	#if defined( USE_COLOR_ALPHA )
		vColor *= morphTargetBaseInfluence;
	#elif defined( USE_COLOR )
		vColor.rgb *= morphTargetBaseInfluence;
	#endif
	for ( int i = 0; i < MORPHTARGETS_COUNT; i ++ ) {
		#if defined( USE_COLOR_ALPHA )
			if ( morphTargetInfluences[ i ] != 0.0 ) vColor += getMorph( gl_VertexID, i, 2 ) * morphTargetInfluences[ i ];
		#elif defined( USE_COLOR )
			if ( morphTargetInfluences[ i ] != 0.0 ) vColor.rgb += getMorph( gl_VertexID, i, 2 ).rgb * morphTargetInfluences[ i ];
		#endif
	}
#endif`,S_=`#ifdef USE_MORPHNORMALS
	objectNormal *= morphTargetBaseInfluence;
	for ( int i = 0; i < MORPHTARGETS_COUNT; i ++ ) {
		if ( morphTargetInfluences[ i ] != 0.0 ) objectNormal += getMorph( gl_VertexID, i, 1 ).xyz * morphTargetInfluences[ i ];
	}
#endif`,w_=`#ifdef USE_MORPHTARGETS
	#ifndef USE_INSTANCING_MORPH
		uniform float morphTargetBaseInfluence;
		uniform float morphTargetInfluences[ MORPHTARGETS_COUNT ];
	#endif
	uniform sampler2DArray morphTargetsTexture;
	uniform ivec2 morphTargetsTextureSize;
	vec4 getMorph( const in int vertexIndex, const in int morphTargetIndex, const in int offset ) {
		int texelIndex = vertexIndex * MORPHTARGETS_TEXTURE_STRIDE + offset;
		int y = texelIndex / morphTargetsTextureSize.x;
		int x = texelIndex - y * morphTargetsTextureSize.x;
		ivec3 morphUV = ivec3( x, y, morphTargetIndex );
		return texelFetch( morphTargetsTexture, morphUV, 0 );
	}
#endif`,T_=`#ifdef USE_MORPHTARGETS
	transformed *= morphTargetBaseInfluence;
	for ( int i = 0; i < MORPHTARGETS_COUNT; i ++ ) {
		if ( morphTargetInfluences[ i ] != 0.0 ) transformed += getMorph( gl_VertexID, i, 0 ).xyz * morphTargetInfluences[ i ];
	}
#endif`,A_=`float faceDirection = gl_FrontFacing ? 1.0 : - 1.0;
#ifdef FLAT_SHADED
	vec3 fdx = dFdx( vViewPosition );
	vec3 fdy = dFdy( vViewPosition );
	vec3 normal = normalize( cross( fdx, fdy ) );
#else
	vec3 normal = normalize( vNormal );
	#ifdef DOUBLE_SIDED
		normal *= faceDirection;
	#endif
#endif
#if defined( USE_NORMALMAP_TANGENTSPACE ) || defined( USE_CLEARCOAT_NORMALMAP ) || defined( USE_ANISOTROPY )
	#ifdef USE_TANGENT
		mat3 tbn = mat3( normalize( vTangent ), normalize( vBitangent ), normal );
	#else
		mat3 tbn = getTangentFrame( - vViewPosition, normal,
		#if defined( USE_NORMALMAP )
			vNormalMapUv
		#elif defined( USE_CLEARCOAT_NORMALMAP )
			vClearcoatNormalMapUv
		#else
			vUv
		#endif
		);
	#endif
	#ifdef DOUBLE_SIDED
		tbn[0] *= faceDirection;
		tbn[1] *= faceDirection;
	#endif
#endif
#ifdef USE_CLEARCOAT_NORMALMAP
	#ifdef USE_TANGENT
		mat3 tbn2 = mat3( normalize( vTangent ), normalize( vBitangent ), normal );
	#else
		mat3 tbn2 = getTangentFrame( - vViewPosition, normal, vClearcoatNormalMapUv );
	#endif
	#ifdef DOUBLE_SIDED
		tbn2[0] *= faceDirection;
		tbn2[1] *= faceDirection;
	#endif
#endif
vec3 nonPerturbedNormal = normal;`,E_=`#ifdef USE_NORMALMAP_OBJECTSPACE
	normal = texture2D( normalMap, vNormalMapUv ).xyz * 2.0 - 1.0;
	#ifdef FLIP_SIDED
		normal = - normal;
	#endif
	#ifdef DOUBLE_SIDED
		normal = normal * faceDirection;
	#endif
	normal = normalize( normalMatrix * normal );
#elif defined( USE_NORMALMAP_TANGENTSPACE )
	vec3 mapN = texture2D( normalMap, vNormalMapUv ).xyz * 2.0 - 1.0;
	#if defined( USE_PACKED_NORMALMAP )
		mapN = vec3( mapN.xy, sqrt( saturate( 1.0 - dot( mapN.xy, mapN.xy ) ) ) );
	#endif
	mapN.xy *= normalScale;
	normal = normalize( tbn * mapN );
#elif defined( USE_BUMPMAP )
	normal = perturbNormalArb( - vViewPosition, normal, dHdxy_fwd(), faceDirection );
#endif`,R_=`#ifndef FLAT_SHADED
	varying vec3 vNormal;
	#ifdef USE_TANGENT
		varying vec3 vTangent;
		varying vec3 vBitangent;
	#endif
#endif`,C_=`#ifndef FLAT_SHADED
	varying vec3 vNormal;
	#ifdef USE_TANGENT
		varying vec3 vTangent;
		varying vec3 vBitangent;
	#endif
#endif`,P_=`#ifndef FLAT_SHADED
	vNormal = normalize( transformedNormal );
	#ifdef USE_TANGENT
		vTangent = normalize( transformedTangent );
		vBitangent = normalize( cross( vNormal, vTangent ) * tangent.w );
		#ifdef FLIP_SIDED
			vBitangent = - vBitangent;
		#endif
	#endif
#endif`,I_=`#ifdef USE_NORMALMAP
	uniform sampler2D normalMap;
	uniform vec2 normalScale;
#endif
#ifdef USE_NORMALMAP_OBJECTSPACE
	uniform mat3 normalMatrix;
#endif
#if ! defined ( USE_TANGENT ) && ( defined ( USE_NORMALMAP_TANGENTSPACE ) || defined ( USE_CLEARCOAT_NORMALMAP ) || defined( USE_ANISOTROPY ) )
	mat3 getTangentFrame( vec3 eye_pos, vec3 surf_norm, vec2 uv ) {
		vec3 q0 = dFdx( eye_pos.xyz );
		vec3 q1 = dFdy( eye_pos.xyz );
		vec2 st0 = dFdx( uv.st );
		vec2 st1 = dFdy( uv.st );
		vec3 N = surf_norm;
		vec3 q1perp = cross( q1, N );
		vec3 q0perp = cross( N, q0 );
		vec3 T = q1perp * st0.x + q0perp * st1.x;
		vec3 B = q1perp * st0.y + q0perp * st1.y;
		float det = max( dot( T, T ), dot( B, B ) );
		float scale = ( det == 0.0 ) ? 0.0 : inversesqrt( det );
		return mat3( T * scale, B * scale, N );
	}
#endif`,L_=`#ifdef USE_CLEARCOAT
	vec3 clearcoatNormal = nonPerturbedNormal;
#endif`,k_=`#ifdef USE_CLEARCOAT_NORMALMAP
	vec3 clearcoatMapN = texture2D( clearcoatNormalMap, vClearcoatNormalMapUv ).xyz * 2.0 - 1.0;
	clearcoatMapN.xy *= clearcoatNormalScale;
	clearcoatNormal = normalize( tbn2 * clearcoatMapN );
#endif`,D_=`#ifdef USE_CLEARCOATMAP
	uniform sampler2D clearcoatMap;
#endif
#ifdef USE_CLEARCOAT_NORMALMAP
	uniform sampler2D clearcoatNormalMap;
	uniform vec2 clearcoatNormalScale;
#endif
#ifdef USE_CLEARCOAT_ROUGHNESSMAP
	uniform sampler2D clearcoatRoughnessMap;
#endif`,N_=`#ifdef USE_IRIDESCENCEMAP
	uniform sampler2D iridescenceMap;
#endif
#ifdef USE_IRIDESCENCE_THICKNESSMAP
	uniform sampler2D iridescenceThicknessMap;
#endif`,F_=`#ifdef OPAQUE
diffuseColor.a = 1.0;
#endif
#ifdef USE_TRANSMISSION
diffuseColor.a *= material.transmissionAlpha;
#endif
gl_FragColor = vec4( outgoingLight, diffuseColor.a );`,O_=`vec3 packNormalToRGB( const in vec3 normal ) {
	return normalize( normal ) * 0.5 + 0.5;
}
vec3 unpackRGBToNormal( const in vec3 rgb ) {
	return 2.0 * rgb.xyz - 1.0;
}
const float PackUpscale = 256. / 255.;const float UnpackDownscale = 255. / 256.;const float ShiftRight8 = 1. / 256.;
const float Inv255 = 1. / 255.;
const vec4 PackFactors = vec4( 1.0, 256.0, 256.0 * 256.0, 256.0 * 256.0 * 256.0 );
const vec2 UnpackFactors2 = vec2( UnpackDownscale, 1.0 / PackFactors.g );
const vec3 UnpackFactors3 = vec3( UnpackDownscale / PackFactors.rg, 1.0 / PackFactors.b );
const vec4 UnpackFactors4 = vec4( UnpackDownscale / PackFactors.rgb, 1.0 / PackFactors.a );
vec4 packDepthToRGBA( const in float v ) {
	if( v <= 0.0 )
		return vec4( 0., 0., 0., 0. );
	if( v >= 1.0 )
		return vec4( 1., 1., 1., 1. );
	float vuf;
	float af = modf( v * PackFactors.a, vuf );
	float bf = modf( vuf * ShiftRight8, vuf );
	float gf = modf( vuf * ShiftRight8, vuf );
	return vec4( vuf * Inv255, gf * PackUpscale, bf * PackUpscale, af );
}
vec3 packDepthToRGB( const in float v ) {
	if( v <= 0.0 )
		return vec3( 0., 0., 0. );
	if( v >= 1.0 )
		return vec3( 1., 1., 1. );
	float vuf;
	float bf = modf( v * PackFactors.b, vuf );
	float gf = modf( vuf * ShiftRight8, vuf );
	return vec3( vuf * Inv255, gf * PackUpscale, bf );
}
vec2 packDepthToRG( const in float v ) {
	if( v <= 0.0 )
		return vec2( 0., 0. );
	if( v >= 1.0 )
		return vec2( 1., 1. );
	float vuf;
	float gf = modf( v * 256., vuf );
	return vec2( vuf * Inv255, gf );
}
float unpackRGBAToDepth( const in vec4 v ) {
	return dot( v, UnpackFactors4 );
}
float unpackRGBToDepth( const in vec3 v ) {
	return dot( v, UnpackFactors3 );
}
float unpackRGToDepth( const in vec2 v ) {
	return v.r * UnpackFactors2.r + v.g * UnpackFactors2.g;
}
vec4 pack2HalfToRGBA( const in vec2 v ) {
	vec4 r = vec4( v.x, fract( v.x * 255.0 ), v.y, fract( v.y * 255.0 ) );
	return vec4( r.x - r.y / 255.0, r.y, r.z - r.w / 255.0, r.w );
}
vec2 unpackRGBATo2Half( const in vec4 v ) {
	return vec2( v.x + ( v.y / 255.0 ), v.z + ( v.w / 255.0 ) );
}
float viewZToOrthographicDepth( const in float viewZ, const in float near, const in float far ) {
	return ( viewZ + near ) / ( near - far );
}
float orthographicDepthToViewZ( const in float depth, const in float near, const in float far ) {
	#ifdef USE_REVERSED_DEPTH_BUFFER
	
		return depth * ( far - near ) - far;
	#else
		return depth * ( near - far ) - near;
	#endif
}
float viewZToPerspectiveDepth( const in float viewZ, const in float near, const in float far ) {
	return ( ( near + viewZ ) * far ) / ( ( far - near ) * viewZ );
}
float perspectiveDepthToViewZ( const in float depth, const in float near, const in float far ) {
	
	#ifdef USE_REVERSED_DEPTH_BUFFER
		return ( near * far ) / ( ( near - far ) * depth - near );
	#else
		return ( near * far ) / ( ( far - near ) * depth - far );
	#endif
}`,U_=`#ifdef PREMULTIPLIED_ALPHA
	gl_FragColor.rgb *= gl_FragColor.a;
#endif`,B_=`vec4 mvPosition = vec4( transformed, 1.0 );
#ifdef USE_BATCHING
	mvPosition = batchingMatrix * mvPosition;
#endif
#ifdef USE_INSTANCING
	mvPosition = instanceMatrix * mvPosition;
#endif
mvPosition = modelViewMatrix * mvPosition;
gl_Position = projectionMatrix * mvPosition;`,z_=`#ifdef DITHERING
	gl_FragColor.rgb = dithering( gl_FragColor.rgb );
#endif`,G_=`#ifdef DITHERING
	vec3 dithering( vec3 color ) {
		float grid_position = rand( gl_FragCoord.xy );
		vec3 dither_shift_RGB = vec3( 0.25 / 255.0, -0.25 / 255.0, 0.25 / 255.0 );
		dither_shift_RGB = mix( 2.0 * dither_shift_RGB, -2.0 * dither_shift_RGB, grid_position );
		return color + dither_shift_RGB;
	}
#endif`,V_=`float roughnessFactor = roughness;
#ifdef USE_ROUGHNESSMAP
	vec4 texelRoughness = texture2D( roughnessMap, vRoughnessMapUv );
	roughnessFactor *= texelRoughness.g;
#endif`,H_=`#ifdef USE_ROUGHNESSMAP
	uniform sampler2D roughnessMap;
#endif`,W_=`#if NUM_SPOT_LIGHT_COORDS > 0
	varying vec4 vSpotLightCoord[ NUM_SPOT_LIGHT_COORDS ];
#endif
#if NUM_SPOT_LIGHT_MAPS > 0
	uniform sampler2D spotLightMap[ NUM_SPOT_LIGHT_MAPS ];
#endif
#ifdef USE_SHADOWMAP
	#if NUM_SUN_LIGHT_SHADOWS > 0
		#define SUN_LIGHT_CASCADES 2
		#if defined( SHADOWMAP_TYPE_PCF )
			uniform sampler2DShadow sunShadowMap[ NUM_SUN_LIGHT_SHADOWS ];
		#else
			uniform sampler2D sunShadowMap[ NUM_SUN_LIGHT_SHADOWS ];
		#endif
		uniform mat4 sunShadowMatrix[ NUM_SUN_LIGHT_SHADOWS * SUN_LIGHT_CASCADES ];
		uniform vec4 sunShadowCascade[ NUM_SUN_LIGHT_SHADOWS * SUN_LIGHT_CASCADES ];
		varying vec4 vSunShadowWorldPosition;
		varying vec3 vSunShadowWorldNormal;
		struct SunLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
		};
		uniform SunLightShadow sunLightShadows[ NUM_SUN_LIGHT_SHADOWS ];
	#endif
	#if NUM_DIR_LIGHT_SHADOWS > 0
		#if defined( SHADOWMAP_TYPE_PCF )
			uniform sampler2DShadow directionalShadowMap[ NUM_DIR_LIGHT_SHADOWS ];
		#else
			uniform sampler2D directionalShadowMap[ NUM_DIR_LIGHT_SHADOWS ];
		#endif
		varying vec4 vDirectionalShadowCoord[ NUM_DIR_LIGHT_SHADOWS ];
		struct DirectionalLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
		};
		uniform DirectionalLightShadow directionalLightShadows[ NUM_DIR_LIGHT_SHADOWS ];
	#endif
	#if NUM_SPOT_LIGHT_SHADOWS > 0
		#if defined( SHADOWMAP_TYPE_PCF )
			uniform sampler2DShadow spotShadowMap[ NUM_SPOT_LIGHT_SHADOWS ];
		#else
			uniform sampler2D spotShadowMap[ NUM_SPOT_LIGHT_SHADOWS ];
		#endif
		struct SpotLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
		};
		uniform SpotLightShadow spotLightShadows[ NUM_SPOT_LIGHT_SHADOWS ];
	#endif
	#if NUM_POINT_LIGHT_SHADOWS > 0
		#if defined( SHADOWMAP_TYPE_PCF )
			uniform samplerCubeShadow pointShadowMap[ NUM_POINT_LIGHT_SHADOWS ];
		#elif defined( SHADOWMAP_TYPE_BASIC )
			uniform samplerCube pointShadowMap[ NUM_POINT_LIGHT_SHADOWS ];
		#endif
		varying vec4 vPointShadowCoord[ NUM_POINT_LIGHT_SHADOWS ];
		struct PointLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
			float shadowCameraNear;
			float shadowCameraFar;
		};
		uniform PointLightShadow pointLightShadows[ NUM_POINT_LIGHT_SHADOWS ];
	#endif
	#if defined( SHADOWMAP_TYPE_PCF )
		float interleavedGradientNoise( vec2 position ) {
			return fract( 52.9829189 * fract( dot( position, vec2( 0.06711056, 0.00583715 ) ) ) );
		}
		vec2 vogelDiskSample( int sampleIndex, int samplesCount, float phi ) {
			const float goldenAngle = 2.399963229728653;
			float r = sqrt( ( float( sampleIndex ) + 0.5 ) / float( samplesCount ) );
			float theta = float( sampleIndex ) * goldenAngle + phi;
			return vec2( cos( theta ), sin( theta ) ) * r;
		}
	#endif
	#if defined( SHADOWMAP_TYPE_PCF )
		float getShadow( sampler2DShadow shadowMap, vec2 shadowMapSize, float shadowIntensity, float shadowBias, float shadowRadius, vec4 shadowCoord ) {
			float shadow = 1.0;
			shadowCoord.xyz /= shadowCoord.w;
			#ifdef USE_REVERSED_DEPTH_BUFFER
				shadowCoord.z -= shadowBias;
			#else
				shadowCoord.z += shadowBias;
			#endif
			bool inFrustum = shadowCoord.x >= 0.0 && shadowCoord.x <= 1.0 && shadowCoord.y >= 0.0 && shadowCoord.y <= 1.0;
			bool frustumTest = inFrustum && shadowCoord.z <= 1.0;
			if ( frustumTest ) {
				vec2 texelSize = vec2( 1.0 ) / shadowMapSize;
				vec2 radius = shadowRadius * texelSize;
				float phi = interleavedGradientNoise( gl_FragCoord.xy ) * PI2;
				shadow = (
					texture( shadowMap, vec3( shadowCoord.xy + vogelDiskSample( 0, 5, phi ) * radius, shadowCoord.z ) ) +
					texture( shadowMap, vec3( shadowCoord.xy + vogelDiskSample( 1, 5, phi ) * radius, shadowCoord.z ) ) +
					texture( shadowMap, vec3( shadowCoord.xy + vogelDiskSample( 2, 5, phi ) * radius, shadowCoord.z ) ) +
					texture( shadowMap, vec3( shadowCoord.xy + vogelDiskSample( 3, 5, phi ) * radius, shadowCoord.z ) ) +
					texture( shadowMap, vec3( shadowCoord.xy + vogelDiskSample( 4, 5, phi ) * radius, shadowCoord.z ) )
				) * 0.2;
			}
			return mix( 1.0, shadow, shadowIntensity );
		}
	#elif defined( SHADOWMAP_TYPE_VSM )
		float getShadow( sampler2D shadowMap, vec2 shadowMapSize, float shadowIntensity, float shadowBias, float shadowRadius, vec4 shadowCoord ) {
			float shadow = 1.0;
			shadowCoord.xyz /= shadowCoord.w;
			#ifdef USE_REVERSED_DEPTH_BUFFER
				shadowCoord.z -= shadowBias;
			#else
				shadowCoord.z += shadowBias;
			#endif
			bool inFrustum = shadowCoord.x >= 0.0 && shadowCoord.x <= 1.0 && shadowCoord.y >= 0.0 && shadowCoord.y <= 1.0;
			bool frustumTest = inFrustum && shadowCoord.z <= 1.0;
			if ( frustumTest ) {
				vec2 distribution = texture2D( shadowMap, shadowCoord.xy ).rg;
				float mean = distribution.x;
				float variance = distribution.y * distribution.y;
				#ifdef USE_REVERSED_DEPTH_BUFFER
					float hard_shadow = step( mean, shadowCoord.z );
				#else
					float hard_shadow = step( shadowCoord.z, mean );
				#endif
				
				if ( hard_shadow == 1.0 ) {
					shadow = 1.0;
				} else {
					variance = max( variance, 0.0000001 );
					float d = shadowCoord.z - mean;
					float p_max = variance / ( variance + d * d );
					p_max = clamp( ( p_max - 0.3 ) / 0.65, 0.0, 1.0 );
					shadow = max( hard_shadow, p_max );
				}
			}
			return mix( 1.0, shadow, shadowIntensity );
		}
	#else
		float getShadow( sampler2D shadowMap, vec2 shadowMapSize, float shadowIntensity, float shadowBias, float shadowRadius, vec4 shadowCoord ) {
			float shadow = 1.0;
			shadowCoord.xyz /= shadowCoord.w;
			#ifdef USE_REVERSED_DEPTH_BUFFER
				shadowCoord.z -= shadowBias;
			#else
				shadowCoord.z += shadowBias;
			#endif
			bool inFrustum = shadowCoord.x >= 0.0 && shadowCoord.x <= 1.0 && shadowCoord.y >= 0.0 && shadowCoord.y <= 1.0;
			bool frustumTest = inFrustum && shadowCoord.z <= 1.0;
			if ( frustumTest ) {
				float depth = texture2D( shadowMap, shadowCoord.xy ).r;
				#ifdef USE_REVERSED_DEPTH_BUFFER
					shadow = step( depth, shadowCoord.z );
				#else
					shadow = step( shadowCoord.z, depth );
				#endif
			}
			return mix( 1.0, shadow, shadowIntensity );
		}
	#endif
	#if NUM_SUN_LIGHT_SHADOWS > 0
		float getSunShadow(
			#if defined( SHADOWMAP_TYPE_PCF )
				sampler2DShadow shadowMap,
			#else
				sampler2D shadowMap,
			#endif
			SunLightShadow sunLightShadow,
			int shadowIndex
		) {
			vec4 shadowWorldPosition = vec4( vSunShadowWorldPosition.xyz + vSunShadowWorldNormal * sunLightShadow.shadowNormalBias, 1.0 );
			float viewDepth = vSunShadowWorldPosition.w;
			int cascadeOffset = shadowIndex * SUN_LIGHT_CASCADES;
			float shadow = 1.0;
			for ( int i = SUN_LIGHT_CASCADES - 1; i >= 0; i -- ) {
				vec4 cascade = sunShadowCascade[ cascadeOffset + i ];
				if ( viewDepth >= cascade.x && viewDepth < cascade.y ) {
					float cascadeShadow = getShadow(
						shadowMap,
						sunLightShadow.shadowMapSize,
						sunLightShadow.shadowIntensity,
						sunLightShadow.shadowBias,
						sunLightShadow.shadowRadius,
						sunShadowMatrix[ cascadeOffset + i ] * shadowWorldPosition
					);
					shadow = mix( cascadeShadow, shadow, smoothstep( cascade.z, cascade.y, viewDepth ) );
				}
			}
			return shadow;
		}
	#endif
	#if NUM_POINT_LIGHT_SHADOWS > 0
	#if defined( SHADOWMAP_TYPE_PCF )
	float getPointShadow( samplerCubeShadow shadowMap, vec2 shadowMapSize, float shadowIntensity, float shadowBias, float shadowRadius, vec4 shadowCoord, float shadowCameraNear, float shadowCameraFar ) {
		float shadow = 1.0;
		vec3 lightToPosition = shadowCoord.xyz;
		vec3 bd3D = normalize( lightToPosition );
		vec3 absVec = abs( lightToPosition );
		float viewSpaceZ = max( max( absVec.x, absVec.y ), absVec.z );
		if ( viewSpaceZ - shadowCameraFar <= 0.0 && viewSpaceZ - shadowCameraNear >= 0.0 ) {
			float lightDistance = length( lightToPosition );
			float depthRange = shadowCameraFar - shadowCameraNear;
			#ifdef USE_REVERSED_DEPTH_BUFFER
				float depthA = - shadowCameraNear / depthRange - shadowBias;
				float depthB = shadowCameraNear * shadowCameraFar / ( depthRange * lightDistance );
			#else
				float depthA = shadowCameraFar / depthRange + shadowBias;
				float depthB = - shadowCameraNear * shadowCameraFar / ( depthRange * lightDistance );
			#endif
			float texelSize = shadowRadius / shadowMapSize.x;
			vec3 absDir = abs( bd3D );
			vec3 tangent = absDir.x > absDir.z ? vec3( 0.0, 1.0, 0.0 ) : vec3( 1.0, 0.0, 0.0 );
			tangent = normalize( cross( bd3D, tangent ) );
			vec3 bitangent = cross( bd3D, tangent );
			float phi = interleavedGradientNoise( gl_FragCoord.xy ) * PI2;
			shadow = 0.0;
			for ( int i = 0; i < 5; i ++ ) {
				vec2 offset = vogelDiskSample( i, 5, phi );
				vec3 direction = bd3D + ( tangent * offset.x + bitangent * offset.y ) * texelSize;
				vec3 absDirection = abs( direction );
				float dp = depthA + depthB / max( max( absDirection.x, absDirection.y ), absDirection.z );
				shadow += texture( shadowMap, vec4( direction, dp ) );
			}
			shadow *= 0.2;
		}
		return mix( 1.0, shadow, shadowIntensity );
	}
	#elif defined( SHADOWMAP_TYPE_BASIC )
	float getPointShadow( samplerCube shadowMap, vec2 shadowMapSize, float shadowIntensity, float shadowBias, float shadowRadius, vec4 shadowCoord, float shadowCameraNear, float shadowCameraFar ) {
		float shadow = 1.0;
		vec3 lightToPosition = shadowCoord.xyz;
		vec3 absVec = abs( lightToPosition );
		float viewSpaceZ = max( max( absVec.x, absVec.y ), absVec.z );
		if ( viewSpaceZ - shadowCameraFar <= 0.0 && viewSpaceZ - shadowCameraNear >= 0.0 ) {
			float dp = ( shadowCameraFar * ( viewSpaceZ - shadowCameraNear ) ) / ( viewSpaceZ * ( shadowCameraFar - shadowCameraNear ) );
			dp += shadowBias;
			vec3 bd3D = normalize( lightToPosition );
			float depth = textureCube( shadowMap, bd3D ).r;
			#ifdef USE_REVERSED_DEPTH_BUFFER
				depth = 1.0 - depth;
			#endif
			shadow = step( dp, depth );
		}
		return mix( 1.0, shadow, shadowIntensity );
	}
	#endif
	#endif
#endif`,q_=`#if NUM_SPOT_LIGHT_COORDS > 0
	uniform mat4 spotLightMatrix[ NUM_SPOT_LIGHT_COORDS ];
	varying vec4 vSpotLightCoord[ NUM_SPOT_LIGHT_COORDS ];
#endif
#ifdef USE_SHADOWMAP
	#if NUM_SUN_LIGHT_SHADOWS > 0
		varying vec4 vSunShadowWorldPosition;
		varying vec3 vSunShadowWorldNormal;
	#endif
	#if NUM_DIR_LIGHT_SHADOWS > 0
		uniform mat4 directionalShadowMatrix[ NUM_DIR_LIGHT_SHADOWS ];
		varying vec4 vDirectionalShadowCoord[ NUM_DIR_LIGHT_SHADOWS ];
		struct DirectionalLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
		};
		uniform DirectionalLightShadow directionalLightShadows[ NUM_DIR_LIGHT_SHADOWS ];
	#endif
	#if NUM_SPOT_LIGHT_SHADOWS > 0
		struct SpotLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
		};
		uniform SpotLightShadow spotLightShadows[ NUM_SPOT_LIGHT_SHADOWS ];
	#endif
	#if NUM_POINT_LIGHT_SHADOWS > 0
		uniform mat4 pointShadowMatrix[ NUM_POINT_LIGHT_SHADOWS ];
		varying vec4 vPointShadowCoord[ NUM_POINT_LIGHT_SHADOWS ];
		struct PointLightShadow {
			float shadowIntensity;
			float shadowBias;
			float shadowNormalBias;
			float shadowRadius;
			vec2 shadowMapSize;
			float shadowCameraNear;
			float shadowCameraFar;
		};
		uniform PointLightShadow pointLightShadows[ NUM_POINT_LIGHT_SHADOWS ];
	#endif
#endif`,X_=`#if ( defined( USE_SHADOWMAP ) && ( NUM_DIR_LIGHT_SHADOWS > 0 || NUM_SUN_LIGHT_SHADOWS > 0 || NUM_POINT_LIGHT_SHADOWS > 0 ) ) || ( NUM_SPOT_LIGHT_COORDS > 0 )
	#ifdef HAS_NORMAL
		vec3 shadowWorldNormal = transformNormalByInverseViewMatrix( transformedNormal, viewMatrix );
	#else
		vec3 shadowWorldNormal = vec3( 0.0 );
	#endif
	vec4 shadowWorldPosition;
#endif
#if defined( USE_SHADOWMAP )
	#if NUM_SUN_LIGHT_SHADOWS > 0
		vSunShadowWorldPosition = vec4( worldPosition.xyz, - mvPosition.z );
		vSunShadowWorldNormal = shadowWorldNormal;
	#endif
	#if NUM_DIR_LIGHT_SHADOWS > 0
		#pragma unroll_loop_start
		for ( int i = 0; i < NUM_DIR_LIGHT_SHADOWS; i ++ ) {
			shadowWorldPosition = worldPosition + vec4( shadowWorldNormal * directionalLightShadows[ i ].shadowNormalBias, 0 );
			vDirectionalShadowCoord[ i ] = directionalShadowMatrix[ i ] * shadowWorldPosition;
		}
		#pragma unroll_loop_end
	#endif
	#if NUM_POINT_LIGHT_SHADOWS > 0
		#pragma unroll_loop_start
		for ( int i = 0; i < NUM_POINT_LIGHT_SHADOWS; i ++ ) {
			shadowWorldPosition = worldPosition + vec4( shadowWorldNormal * pointLightShadows[ i ].shadowNormalBias, 0 );
			vPointShadowCoord[ i ] = pointShadowMatrix[ i ] * shadowWorldPosition;
		}
		#pragma unroll_loop_end
	#endif
#endif
#if NUM_SPOT_LIGHT_COORDS > 0
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_SPOT_LIGHT_COORDS; i ++ ) {
		shadowWorldPosition = worldPosition;
		#if ( defined( USE_SHADOWMAP ) && UNROLLED_LOOP_INDEX < NUM_SPOT_LIGHT_SHADOWS )
			shadowWorldPosition.xyz += shadowWorldNormal * spotLightShadows[ i ].shadowNormalBias;
		#endif
		vSpotLightCoord[ i ] = spotLightMatrix[ i ] * shadowWorldPosition;
	}
	#pragma unroll_loop_end
#endif`,j_=`float getShadowMask() {
	float shadow = 1.0;
	#ifdef USE_SHADOWMAP
	#if NUM_SUN_LIGHT_SHADOWS > 0
	SunLightShadow sunLight;
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_SUN_LIGHT_SHADOWS; i ++ ) {
		sunLight = sunLightShadows[ i ];
		shadow *= receiveShadow ? getSunShadow( sunShadowMap[ i ], sunLight, UNROLLED_LOOP_INDEX ) : 1.0;
	}
	#pragma unroll_loop_end
	#endif
	#if NUM_DIR_LIGHT_SHADOWS > 0
	DirectionalLightShadow directionalLight;
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_DIR_LIGHT_SHADOWS; i ++ ) {
		directionalLight = directionalLightShadows[ i ];
		shadow *= receiveShadow ? getShadow( directionalShadowMap[ i ], directionalLight.shadowMapSize, directionalLight.shadowIntensity, directionalLight.shadowBias, directionalLight.shadowRadius, vDirectionalShadowCoord[ i ] ) : 1.0;
	}
	#pragma unroll_loop_end
	#endif
	#if NUM_SPOT_LIGHT_SHADOWS > 0
	SpotLightShadow spotLight;
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_SPOT_LIGHT_SHADOWS; i ++ ) {
		spotLight = spotLightShadows[ i ];
		shadow *= receiveShadow ? getShadow( spotShadowMap[ i ], spotLight.shadowMapSize, spotLight.shadowIntensity, spotLight.shadowBias, spotLight.shadowRadius, vSpotLightCoord[ i ] ) : 1.0;
	}
	#pragma unroll_loop_end
	#endif
	#if NUM_POINT_LIGHT_SHADOWS > 0 && ( defined( SHADOWMAP_TYPE_PCF ) || defined( SHADOWMAP_TYPE_BASIC ) )
	PointLightShadow pointLight;
	#pragma unroll_loop_start
	for ( int i = 0; i < NUM_POINT_LIGHT_SHADOWS; i ++ ) {
		pointLight = pointLightShadows[ i ];
		shadow *= receiveShadow ? getPointShadow( pointShadowMap[ i ], pointLight.shadowMapSize, pointLight.shadowIntensity, pointLight.shadowBias, pointLight.shadowRadius, vPointShadowCoord[ i ], pointLight.shadowCameraNear, pointLight.shadowCameraFar ) : 1.0;
	}
	#pragma unroll_loop_end
	#endif
	#endif
	return shadow;
}`,K_=`#ifdef USE_SKINNING
	mat4 boneMatX = getBoneMatrix( skinIndex.x );
	mat4 boneMatY = getBoneMatrix( skinIndex.y );
	mat4 boneMatZ = getBoneMatrix( skinIndex.z );
	mat4 boneMatW = getBoneMatrix( skinIndex.w );
#endif`,Y_=`#ifdef USE_SKINNING
	uniform mat4 bindMatrix;
	uniform mat4 bindMatrixInverse;
	uniform highp sampler2D boneTexture;
	mat4 getBoneMatrix( const in float i ) {
		int size = textureSize( boneTexture, 0 ).x;
		int j = int( i ) * 4;
		int x = j % size;
		int y = j / size;
		vec4 v1 = texelFetch( boneTexture, ivec2( x, y ), 0 );
		vec4 v2 = texelFetch( boneTexture, ivec2( x + 1, y ), 0 );
		vec4 v3 = texelFetch( boneTexture, ivec2( x + 2, y ), 0 );
		vec4 v4 = texelFetch( boneTexture, ivec2( x + 3, y ), 0 );
		return mat4( v1, v2, v3, v4 );
	}
#endif`,J_=`#ifdef USE_SKINNING
	vec4 skinVertex = bindMatrix * vec4( transformed, 1.0 );
	vec4 skinned = vec4( 0.0 );
	skinned += boneMatX * skinVertex * skinWeight.x;
	skinned += boneMatY * skinVertex * skinWeight.y;
	skinned += boneMatZ * skinVertex * skinWeight.z;
	skinned += boneMatW * skinVertex * skinWeight.w;
	transformed = ( bindMatrixInverse * skinned ).xyz;
#endif`,$_=`#ifdef USE_SKINNING
	mat4 skinMatrix = mat4( 0.0 );
	skinMatrix += skinWeight.x * boneMatX;
	skinMatrix += skinWeight.y * boneMatY;
	skinMatrix += skinWeight.z * boneMatZ;
	skinMatrix += skinWeight.w * boneMatW;
	skinMatrix = bindMatrixInverse * skinMatrix * bindMatrix;
	objectNormal = vec4( skinMatrix * vec4( objectNormal, 0.0 ) ).xyz;
	#ifdef USE_TANGENT
		objectTangent = vec4( skinMatrix * vec4( objectTangent, 0.0 ) ).xyz;
	#endif
#endif`,Z_=`float specularStrength;
#ifdef USE_SPECULARMAP
	vec4 texelSpecular = texture2D( specularMap, vSpecularMapUv );
	specularStrength = texelSpecular.r;
#else
	specularStrength = 1.0;
#endif`,Q_=`#ifdef USE_SPECULARMAP
	uniform sampler2D specularMap;
#endif`,eM=`#if defined( TONE_MAPPING )
	gl_FragColor.rgb = toneMapping( gl_FragColor.rgb );
#endif`,tM=`#ifndef saturate
#define saturate( a ) clamp( a, 0.0, 1.0 )
#endif
uniform float toneMappingExposure;
vec3 LinearToneMapping( vec3 color ) {
	return saturate( toneMappingExposure * color );
}
vec3 ReinhardToneMapping( vec3 color ) {
	color *= toneMappingExposure;
	return saturate( color / ( vec3( 1.0 ) + color ) );
}
vec3 CineonToneMapping( vec3 color ) {
	color *= toneMappingExposure;
	color = max( vec3( 0.0 ), color - 0.004 );
	return pow( ( color * ( 6.2 * color + 0.5 ) ) / ( color * ( 6.2 * color + 1.7 ) + 0.06 ), vec3( 2.2 ) );
}
vec3 RRTAndODTFit( vec3 v ) {
	vec3 a = v * ( v + 0.0245786 ) - 0.000090537;
	vec3 b = v * ( 0.983729 * v + 0.4329510 ) + 0.238081;
	return a / b;
}
vec3 ACESFilmicToneMapping( vec3 color ) {
	const mat3 ACESInputMat = mat3(
		vec3( 0.59719, 0.07600, 0.02840 ),		vec3( 0.35458, 0.90834, 0.13383 ),
		vec3( 0.04823, 0.01566, 0.83777 )
	);
	const mat3 ACESOutputMat = mat3(
		vec3(  1.60475, -0.10208, -0.00327 ),		vec3( -0.53108,  1.10813, -0.07276 ),
		vec3( -0.07367, -0.00605,  1.07602 )
	);
	color *= toneMappingExposure / 0.6;
	color = ACESInputMat * color;
	color = RRTAndODTFit( color );
	color = ACESOutputMat * color;
	return saturate( color );
}
const mat3 LINEAR_REC2020_TO_LINEAR_SRGB = mat3(
	vec3( 1.6605, - 0.1246, - 0.0182 ),
	vec3( - 0.5876, 1.1329, - 0.1006 ),
	vec3( - 0.0728, - 0.0083, 1.1187 )
);
const mat3 LINEAR_SRGB_TO_LINEAR_REC2020 = mat3(
	vec3( 0.6274, 0.0691, 0.0164 ),
	vec3( 0.3293, 0.9195, 0.0880 ),
	vec3( 0.0433, 0.0113, 0.8956 )
);
vec3 agxDefaultContrastApprox( vec3 x ) {
	vec3 x2 = x * x;
	vec3 x4 = x2 * x2;
	return + 15.5 * x4 * x2
		- 40.14 * x4 * x
		+ 31.96 * x4
		- 6.868 * x2 * x
		+ 0.4298 * x2
		+ 0.1191 * x
		- 0.00232;
}
vec3 AgXToneMapping( vec3 color ) {
	const mat3 AgXInsetMatrix = mat3(
		vec3( 0.856627153315983, 0.137318972929847, 0.11189821299995 ),
		vec3( 0.0951212405381588, 0.761241990602591, 0.0767994186031903 ),
		vec3( 0.0482516061458583, 0.101439036467562, 0.811302368396859 )
	);
	const mat3 AgXOutsetMatrix = mat3(
		vec3( 1.1271005818144368, - 0.1413297634984383, - 0.14132976349843826 ),
		vec3( - 0.11060664309660323, 1.157823702216272, - 0.11060664309660294 ),
		vec3( - 0.016493938717834573, - 0.016493938717834257, 1.2519364065950405 )
	);
	const float AgxMinEv = - 12.47393;	const float AgxMaxEv = 4.026069;
	color *= toneMappingExposure;
	color = LINEAR_SRGB_TO_LINEAR_REC2020 * color;
	color = AgXInsetMatrix * color;
	color = max( color, 1e-10 );	color = log2( color );
	color = ( color - AgxMinEv ) / ( AgxMaxEv - AgxMinEv );
	color = clamp( color, 0.0, 1.0 );
	color = agxDefaultContrastApprox( color );
	color = AgXOutsetMatrix * color;
	color = pow( max( vec3( 0.0 ), color ), vec3( 2.2 ) );
	color = LINEAR_REC2020_TO_LINEAR_SRGB * color;
	color = clamp( color, 0.0, 1.0 );
	return color;
}
vec3 NeutralToneMapping( vec3 color ) {
	const float StartCompression = 0.8 - 0.04;
	const float Desaturation = 0.15;
	color *= toneMappingExposure;
	float x = min( color.r, min( color.g, color.b ) );
	float offset = x < 0.08 ? x - 6.25 * x * x : 0.04;
	color -= offset;
	float peak = max( color.r, max( color.g, color.b ) );
	if ( peak < StartCompression ) return color;
	float d = 1. - StartCompression;
	float newPeak = 1. - d * d / ( peak + d - StartCompression );
	color *= newPeak / peak;
	float g = 1. - 1. / ( Desaturation * ( peak - newPeak ) + 1. );
	return mix( color, vec3( newPeak ), g );
}
vec3 CustomToneMapping( vec3 color ) { return color; }`,nM=`#ifdef USE_TRANSMISSION
	material.transmission = transmission;
	material.transmissionAlpha = 1.0;
	material.thickness = thickness;
	material.attenuationDistance = attenuationDistance;
	material.attenuationColor = attenuationColor;
	#ifdef USE_TRANSMISSIONMAP
		material.transmission *= texture2D( transmissionMap, vTransmissionMapUv ).r;
	#endif
	#ifdef USE_THICKNESSMAP
		material.thickness *= texture2D( thicknessMap, vThicknessMapUv ).g;
	#endif
	vec3 pos = vWorldPosition;
	vec3 v = normalize( cameraPosition - pos );
	vec3 n = transformNormalByInverseViewMatrix( normal, viewMatrix );
	vec4 transmitted = getIBLVolumeRefraction(
		n, v, material.roughness, material.diffuseContribution, material.specularColorBlended, material.specularF90,
		pos, modelMatrix, viewMatrix, projectionMatrix, material.dispersion, material.ior, material.thickness,
		material.attenuationColor, material.attenuationDistance );
	material.transmissionAlpha = mix( material.transmissionAlpha, transmitted.a, material.transmission );
	totalDiffuse = mix( totalDiffuse, transmitted.rgb, material.transmission );
#endif`,iM=`#ifdef USE_TRANSMISSION
	uniform float transmission;
	uniform float thickness;
	uniform float attenuationDistance;
	uniform vec3 attenuationColor;
	#ifdef USE_TRANSMISSIONMAP
		uniform sampler2D transmissionMap;
	#endif
	#ifdef USE_THICKNESSMAP
		uniform sampler2D thicknessMap;
	#endif
	uniform vec2 transmissionSamplerSize;
	uniform sampler2D transmissionSamplerMap;
	uniform mat4 modelMatrix;
	uniform mat4 projectionMatrix;
	varying vec3 vWorldPosition;
	float w0( float a ) {
		return ( 1.0 / 6.0 ) * ( a * ( a * ( - a + 3.0 ) - 3.0 ) + 1.0 );
	}
	float w1( float a ) {
		return ( 1.0 / 6.0 ) * ( a *  a * ( 3.0 * a - 6.0 ) + 4.0 );
	}
	float w2( float a ){
		return ( 1.0 / 6.0 ) * ( a * ( a * ( - 3.0 * a + 3.0 ) + 3.0 ) + 1.0 );
	}
	float w3( float a ) {
		return ( 1.0 / 6.0 ) * ( a * a * a );
	}
	float g0( float a ) {
		return w0( a ) + w1( a );
	}
	float g1( float a ) {
		return w2( a ) + w3( a );
	}
	float h0( float a ) {
		return - 1.0 + w1( a ) / ( w0( a ) + w1( a ) );
	}
	float h1( float a ) {
		return 1.0 + w3( a ) / ( w2( a ) + w3( a ) );
	}
	vec4 bicubic( sampler2D tex, vec2 uv, vec4 texelSize, float lod ) {
		uv = uv * texelSize.zw + 0.5;
		vec2 iuv = floor( uv );
		vec2 fuv = fract( uv );
		float g0x = g0( fuv.x );
		float g1x = g1( fuv.x );
		float h0x = h0( fuv.x );
		float h1x = h1( fuv.x );
		float h0y = h0( fuv.y );
		float h1y = h1( fuv.y );
		vec2 p0 = ( vec2( iuv.x + h0x, iuv.y + h0y ) - 0.5 ) * texelSize.xy;
		vec2 p1 = ( vec2( iuv.x + h1x, iuv.y + h0y ) - 0.5 ) * texelSize.xy;
		vec2 p2 = ( vec2( iuv.x + h0x, iuv.y + h1y ) - 0.5 ) * texelSize.xy;
		vec2 p3 = ( vec2( iuv.x + h1x, iuv.y + h1y ) - 0.5 ) * texelSize.xy;
		return g0( fuv.y ) * ( g0x * textureLod( tex, p0, lod ) + g1x * textureLod( tex, p1, lod ) ) +
			g1( fuv.y ) * ( g0x * textureLod( tex, p2, lod ) + g1x * textureLod( tex, p3, lod ) );
	}
	vec4 textureBicubic( sampler2D sampler, vec2 uv, float lod ) {
		vec2 fLodSize = vec2( textureSize( sampler, int( lod ) ) );
		vec2 cLodSize = vec2( textureSize( sampler, int( lod + 1.0 ) ) );
		vec2 fLodSizeInv = 1.0 / fLodSize;
		vec2 cLodSizeInv = 1.0 / cLodSize;
		vec4 fSample = bicubic( sampler, uv, vec4( fLodSizeInv, fLodSize ), floor( lod ) );
		vec4 cSample = bicubic( sampler, uv, vec4( cLodSizeInv, cLodSize ), ceil( lod ) );
		return mix( fSample, cSample, fract( lod ) );
	}
	vec3 getVolumeTransmissionRay( const in vec3 n, const in vec3 v, const in float thickness, const in float ior, const in mat4 modelMatrix ) {
		vec3 refractionVector = refract( - v, normalize( n ), 1.0 / ior );
		vec3 modelScale;
		modelScale.x = length( vec3( modelMatrix[ 0 ].xyz ) );
		modelScale.y = length( vec3( modelMatrix[ 1 ].xyz ) );
		modelScale.z = length( vec3( modelMatrix[ 2 ].xyz ) );
		return normalize( refractionVector ) * thickness * modelScale;
	}
	float applyIorToRoughness( const in float roughness, const in float ior ) {
		return roughness * clamp( ior * 2.0 - 2.0, 0.0, 1.0 );
	}
	vec4 getTransmissionSample( const in vec2 fragCoord, const in float roughness, const in float ior ) {
		float lod = log2( transmissionSamplerSize.x ) * applyIorToRoughness( roughness, ior );
		return textureBicubic( transmissionSamplerMap, fragCoord.xy, lod );
	}
	vec3 volumeAttenuation( const in float transmissionDistance, const in vec3 attenuationColor, const in float attenuationDistance ) {
		if ( isinf( attenuationDistance ) ) {
			return vec3( 1.0 );
		} else {
			vec3 attenuationCoefficient = -log( attenuationColor ) / attenuationDistance;
			vec3 transmittance = exp( - attenuationCoefficient * transmissionDistance );			return transmittance;
		}
	}
	vec4 getIBLVolumeRefraction( const in vec3 n, const in vec3 v, const in float roughness, const in vec3 diffuseColor,
		const in vec3 specularColor, const in float specularF90, const in vec3 position, const in mat4 modelMatrix,
		const in mat4 viewMatrix, const in mat4 projMatrix, const in float dispersion, const in float ior, const in float thickness,
		const in vec3 attenuationColor, const in float attenuationDistance ) {
		vec4 transmittedLight;
		vec3 transmittance;
		#ifdef USE_DISPERSION
			float halfSpread = ( ior - 1.0 ) * 0.025 * dispersion;
			vec3 iors = vec3( ior - halfSpread, ior, ior + halfSpread );
			for ( int i = 0; i < 3; i ++ ) {
				vec3 transmissionRay = getVolumeTransmissionRay( n, v, thickness, iors[ i ], modelMatrix );
				vec3 refractedRayExit = position + transmissionRay;
				vec4 ndcPos = projMatrix * viewMatrix * vec4( refractedRayExit, 1.0 );
				vec2 refractionCoords = ndcPos.xy / ndcPos.w;
				refractionCoords += 1.0;
				refractionCoords /= 2.0;
				vec4 transmissionSample = getTransmissionSample( refractionCoords, roughness, iors[ i ] );
				transmittedLight[ i ] = transmissionSample[ i ];
				transmittedLight.a += transmissionSample.a;
				transmittance[ i ] = diffuseColor[ i ] * volumeAttenuation( length( transmissionRay ), attenuationColor, attenuationDistance )[ i ];
			}
			transmittedLight.a /= 3.0;
		#else
			vec3 transmissionRay = getVolumeTransmissionRay( n, v, thickness, ior, modelMatrix );
			vec3 refractedRayExit = position + transmissionRay;
			vec4 ndcPos = projMatrix * viewMatrix * vec4( refractedRayExit, 1.0 );
			vec2 refractionCoords = ndcPos.xy / ndcPos.w;
			refractionCoords += 1.0;
			refractionCoords /= 2.0;
			transmittedLight = getTransmissionSample( refractionCoords, roughness, ior );
			transmittance = diffuseColor * volumeAttenuation( length( transmissionRay ), attenuationColor, attenuationDistance );
		#endif
		vec3 attenuatedColor = transmittance * transmittedLight.rgb;
		vec3 F = EnvironmentBRDF( n, v, specularColor, specularF90, roughness );
		float transmittanceFactor = ( transmittance.r + transmittance.g + transmittance.b ) / 3.0;
		return vec4( ( 1.0 - F ) * attenuatedColor, 1.0 - ( 1.0 - transmittedLight.a ) * transmittanceFactor );
	}
#endif`,sM=`#if defined( USE_UV ) || defined( USE_ANISOTROPY )
	varying vec2 vUv;
#endif
#ifdef USE_MAP
	varying vec2 vMapUv;
#endif
#ifdef USE_ALPHAMAP
	varying vec2 vAlphaMapUv;
#endif
#ifdef USE_LIGHTMAP
	varying vec2 vLightMapUv;
#endif
#ifdef USE_AOMAP
	varying vec2 vAoMapUv;
#endif
#ifdef USE_BUMPMAP
	varying vec2 vBumpMapUv;
#endif
#ifdef USE_NORMALMAP
	varying vec2 vNormalMapUv;
#endif
#ifdef USE_EMISSIVEMAP
	varying vec2 vEmissiveMapUv;
#endif
#ifdef USE_METALNESSMAP
	varying vec2 vMetalnessMapUv;
#endif
#ifdef USE_ROUGHNESSMAP
	varying vec2 vRoughnessMapUv;
#endif
#ifdef USE_DIFFUSE_ROUGHNESSMAP
	varying vec2 vDiffuseRoughnessMapUv;
#endif
#ifdef USE_ANISOTROPYMAP
	varying vec2 vAnisotropyMapUv;
#endif
#ifdef USE_CLEARCOATMAP
	varying vec2 vClearcoatMapUv;
#endif
#ifdef USE_CLEARCOAT_NORMALMAP
	varying vec2 vClearcoatNormalMapUv;
#endif
#ifdef USE_CLEARCOAT_ROUGHNESSMAP
	varying vec2 vClearcoatRoughnessMapUv;
#endif
#ifdef USE_IRIDESCENCEMAP
	varying vec2 vIridescenceMapUv;
#endif
#ifdef USE_IRIDESCENCE_THICKNESSMAP
	varying vec2 vIridescenceThicknessMapUv;
#endif
#ifdef USE_SHEEN_COLORMAP
	varying vec2 vSheenColorMapUv;
#endif
#ifdef USE_SHEEN_ROUGHNESSMAP
	varying vec2 vSheenRoughnessMapUv;
#endif
#ifdef USE_SPECULARMAP
	varying vec2 vSpecularMapUv;
#endif
#ifdef USE_SPECULAR_COLORMAP
	varying vec2 vSpecularColorMapUv;
#endif
#ifdef USE_SPECULAR_INTENSITYMAP
	varying vec2 vSpecularIntensityMapUv;
#endif
#ifdef USE_TRANSMISSIONMAP
	uniform mat3 transmissionMapTransform;
	varying vec2 vTransmissionMapUv;
#endif
#ifdef USE_THICKNESSMAP
	uniform mat3 thicknessMapTransform;
	varying vec2 vThicknessMapUv;
#endif`,rM=`#if defined( USE_UV ) || defined( USE_ANISOTROPY )
	varying vec2 vUv;
#endif
#ifdef USE_MAP
	uniform mat3 mapTransform;
	varying vec2 vMapUv;
#endif
#ifdef USE_ALPHAMAP
	uniform mat3 alphaMapTransform;
	varying vec2 vAlphaMapUv;
#endif
#ifdef USE_LIGHTMAP
	uniform mat3 lightMapTransform;
	varying vec2 vLightMapUv;
#endif
#ifdef USE_AOMAP
	uniform mat3 aoMapTransform;
	varying vec2 vAoMapUv;
#endif
#ifdef USE_BUMPMAP
	uniform mat3 bumpMapTransform;
	varying vec2 vBumpMapUv;
#endif
#ifdef USE_NORMALMAP
	uniform mat3 normalMapTransform;
	varying vec2 vNormalMapUv;
#endif
#ifdef USE_DISPLACEMENTMAP
	uniform mat3 displacementMapTransform;
	varying vec2 vDisplacementMapUv;
#endif
#ifdef USE_EMISSIVEMAP
	uniform mat3 emissiveMapTransform;
	varying vec2 vEmissiveMapUv;
#endif
#ifdef USE_METALNESSMAP
	uniform mat3 metalnessMapTransform;
	varying vec2 vMetalnessMapUv;
#endif
#ifdef USE_ROUGHNESSMAP
	uniform mat3 roughnessMapTransform;
	varying vec2 vRoughnessMapUv;
#endif
#ifdef USE_DIFFUSE_ROUGHNESSMAP
	uniform mat3 diffuseRoughnessMapTransform;
	varying vec2 vDiffuseRoughnessMapUv;
#endif
#ifdef USE_ANISOTROPYMAP
	uniform mat3 anisotropyMapTransform;
	varying vec2 vAnisotropyMapUv;
#endif
#ifdef USE_CLEARCOATMAP
	uniform mat3 clearcoatMapTransform;
	varying vec2 vClearcoatMapUv;
#endif
#ifdef USE_CLEARCOAT_NORMALMAP
	uniform mat3 clearcoatNormalMapTransform;
	varying vec2 vClearcoatNormalMapUv;
#endif
#ifdef USE_CLEARCOAT_ROUGHNESSMAP
	uniform mat3 clearcoatRoughnessMapTransform;
	varying vec2 vClearcoatRoughnessMapUv;
#endif
#ifdef USE_SHEEN_COLORMAP
	uniform mat3 sheenColorMapTransform;
	varying vec2 vSheenColorMapUv;
#endif
#ifdef USE_SHEEN_ROUGHNESSMAP
	uniform mat3 sheenRoughnessMapTransform;
	varying vec2 vSheenRoughnessMapUv;
#endif
#ifdef USE_IRIDESCENCEMAP
	uniform mat3 iridescenceMapTransform;
	varying vec2 vIridescenceMapUv;
#endif
#ifdef USE_IRIDESCENCE_THICKNESSMAP
	uniform mat3 iridescenceThicknessMapTransform;
	varying vec2 vIridescenceThicknessMapUv;
#endif
#ifdef USE_SPECULARMAP
	uniform mat3 specularMapTransform;
	varying vec2 vSpecularMapUv;
#endif
#ifdef USE_SPECULAR_COLORMAP
	uniform mat3 specularColorMapTransform;
	varying vec2 vSpecularColorMapUv;
#endif
#ifdef USE_SPECULAR_INTENSITYMAP
	uniform mat3 specularIntensityMapTransform;
	varying vec2 vSpecularIntensityMapUv;
#endif
#ifdef USE_TRANSMISSIONMAP
	uniform mat3 transmissionMapTransform;
	varying vec2 vTransmissionMapUv;
#endif
#ifdef USE_THICKNESSMAP
	uniform mat3 thicknessMapTransform;
	varying vec2 vThicknessMapUv;
#endif`,oM=`#if defined( USE_UV ) || defined( USE_ANISOTROPY )
	vUv = vec3( uv, 1 ).xy;
#endif
#ifdef USE_MAP
	vMapUv = ( mapTransform * vec3( MAP_UV, 1 ) ).xy;
#endif
#ifdef USE_ALPHAMAP
	vAlphaMapUv = ( alphaMapTransform * vec3( ALPHAMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_LIGHTMAP
	vLightMapUv = ( lightMapTransform * vec3( LIGHTMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_AOMAP
	vAoMapUv = ( aoMapTransform * vec3( AOMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_BUMPMAP
	vBumpMapUv = ( bumpMapTransform * vec3( BUMPMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_NORMALMAP
	vNormalMapUv = ( normalMapTransform * vec3( NORMALMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_DISPLACEMENTMAP
	vDisplacementMapUv = ( displacementMapTransform * vec3( DISPLACEMENTMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_EMISSIVEMAP
	vEmissiveMapUv = ( emissiveMapTransform * vec3( EMISSIVEMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_METALNESSMAP
	vMetalnessMapUv = ( metalnessMapTransform * vec3( METALNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_ROUGHNESSMAP
	vRoughnessMapUv = ( roughnessMapTransform * vec3( ROUGHNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_DIFFUSE_ROUGHNESSMAP
	vDiffuseRoughnessMapUv = ( diffuseRoughnessMapTransform * vec3( DIFFUSE_ROUGHNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_ANISOTROPYMAP
	vAnisotropyMapUv = ( anisotropyMapTransform * vec3( ANISOTROPYMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_CLEARCOATMAP
	vClearcoatMapUv = ( clearcoatMapTransform * vec3( CLEARCOATMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_CLEARCOAT_NORMALMAP
	vClearcoatNormalMapUv = ( clearcoatNormalMapTransform * vec3( CLEARCOAT_NORMALMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_CLEARCOAT_ROUGHNESSMAP
	vClearcoatRoughnessMapUv = ( clearcoatRoughnessMapTransform * vec3( CLEARCOAT_ROUGHNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_IRIDESCENCEMAP
	vIridescenceMapUv = ( iridescenceMapTransform * vec3( IRIDESCENCEMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_IRIDESCENCE_THICKNESSMAP
	vIridescenceThicknessMapUv = ( iridescenceThicknessMapTransform * vec3( IRIDESCENCE_THICKNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_SHEEN_COLORMAP
	vSheenColorMapUv = ( sheenColorMapTransform * vec3( SHEEN_COLORMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_SHEEN_ROUGHNESSMAP
	vSheenRoughnessMapUv = ( sheenRoughnessMapTransform * vec3( SHEEN_ROUGHNESSMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_SPECULARMAP
	vSpecularMapUv = ( specularMapTransform * vec3( SPECULARMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_SPECULAR_COLORMAP
	vSpecularColorMapUv = ( specularColorMapTransform * vec3( SPECULAR_COLORMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_SPECULAR_INTENSITYMAP
	vSpecularIntensityMapUv = ( specularIntensityMapTransform * vec3( SPECULAR_INTENSITYMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_TRANSMISSIONMAP
	vTransmissionMapUv = ( transmissionMapTransform * vec3( TRANSMISSIONMAP_UV, 1 ) ).xy;
#endif
#ifdef USE_THICKNESSMAP
	vThicknessMapUv = ( thicknessMapTransform * vec3( THICKNESSMAP_UV, 1 ) ).xy;
#endif`,aM=`#if defined( USE_ENVMAP ) || defined( DISTANCE ) || defined ( USE_SHADOWMAP ) || defined ( USE_TRANSMISSION ) || NUM_SPOT_LIGHT_COORDS > 0
	vec4 worldPosition = vec4( transformed, 1.0 );
	#ifdef USE_BATCHING
		worldPosition = batchingMatrix * worldPosition;
	#endif
	#ifdef USE_INSTANCING
		worldPosition = instanceMatrix * worldPosition;
	#endif
	worldPosition = modelMatrix * worldPosition;
#endif`,lM=`varying vec2 vUv;
uniform mat3 uvTransform;
void main() {
	vUv = ( uvTransform * vec3( uv, 1 ) ).xy;
	gl_Position = vec4( position.xy, 1.0, 1.0 );
}`,cM=`uniform sampler2D t2D;
uniform float backgroundIntensity;
varying vec2 vUv;
void main() {
	vec4 texColor = texture2D( t2D, vUv );
	#ifdef DECODE_VIDEO_TEXTURE
		texColor = vec4( mix( pow( texColor.rgb * 0.9478672986 + vec3( 0.0521327014 ), vec3( 2.4 ) ), texColor.rgb * 0.0773993808, vec3( lessThanEqual( texColor.rgb, vec3( 0.04045 ) ) ) ), texColor.w );
	#endif
	texColor.rgb *= backgroundIntensity;
	gl_FragColor = texColor;
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
}`,uM=`varying vec3 vWorldDirection;
#include <common>
void main() {
	vWorldDirection = transformDirection( position, modelMatrix );
	#include <begin_vertex>
	#include <project_vertex>
	gl_Position.z = gl_Position.w;
}`,hM=`uniform float backgroundBlurriness;
uniform float backgroundIntensity;
uniform mat3 backgroundRotation;
varying vec3 vWorldDirection;
#include <envmap_common_pars_fragment>
void main() {
	#ifdef ENVMAP_TYPE_PMREM
		vec4 texColor = textureLod( envMap, backgroundRotation * vWorldDirection, roughnessToMip( backgroundBlurriness ) );
	#else
		vec4 texColor = textureCube( envMap, backgroundRotation * vWorldDirection );
	#endif
	texColor.rgb *= backgroundIntensity;
	gl_FragColor = texColor;
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
}`,dM=`varying vec3 vWorldDirection;
#include <common>
void main() {
	vWorldDirection = transformDirection( position, modelMatrix );
	#include <begin_vertex>
	#include <project_vertex>
	gl_Position.z = gl_Position.w;
}`,fM=`uniform samplerCube tCube;
uniform float tFlip;
uniform float opacity;
varying vec3 vWorldDirection;
void main() {
	vec4 texColor = textureCube( tCube, vec3( tFlip * vWorldDirection.x, vWorldDirection.yz ) );
	gl_FragColor = texColor;
	gl_FragColor.a *= opacity;
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
}`,pM=`#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
varying vec2 vHighPrecisionZW;
void main() {
	#include <uv_vertex>
	#include <batching_vertex>
	#include <skinbase_vertex>
	#include <morphinstance_vertex>
	#ifdef USE_DISPLACEMENTMAP
		#include <beginnormal_vertex>
		#include <morphnormal_vertex>
		#include <skinnormal_vertex>
	#endif
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	vHighPrecisionZW = gl_Position.zw;
}`,mM=`#if DEPTH_PACKING == 3200
	uniform float opacity;
#endif
#include <common>
#include <packing>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
varying vec2 vHighPrecisionZW;
void main() {
	vec4 diffuseColor = vec4( 1.0 );
	#include <clipping_planes_fragment>
	#if DEPTH_PACKING == 3200
		diffuseColor.a = opacity;
	#endif
	#include <map_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <logdepthbuf_fragment>
	#ifdef USE_REVERSED_DEPTH_BUFFER
		float fragCoordZ = vHighPrecisionZW[ 0 ] / vHighPrecisionZW[ 1 ];
	#else
		float fragCoordZ = 0.5 * vHighPrecisionZW[ 0 ] / vHighPrecisionZW[ 1 ] + 0.5;
	#endif
	#if DEPTH_PACKING == 3200
		gl_FragColor = vec4( vec3( 1.0 - fragCoordZ ), opacity );
	#elif DEPTH_PACKING == 3201
		gl_FragColor = packDepthToRGBA( fragCoordZ );
	#elif DEPTH_PACKING == 3202
		gl_FragColor = vec4( packDepthToRGB( fragCoordZ ), 1.0 );
	#elif DEPTH_PACKING == 3203
		gl_FragColor = vec4( packDepthToRG( fragCoordZ ), 0.0, 1.0 );
	#endif
}`,gM=`#define DISTANCE
varying vec3 vWorldPosition;
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <batching_vertex>
	#include <skinbase_vertex>
	#include <morphinstance_vertex>
	#ifdef USE_DISPLACEMENTMAP
		#include <beginnormal_vertex>
		#include <morphnormal_vertex>
		#include <skinnormal_vertex>
	#endif
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <worldpos_vertex>
	#include <clipping_planes_vertex>
	vWorldPosition = worldPosition.xyz;
}`,bM=`#define DISTANCE
uniform vec3 referencePosition;
uniform float nearDistance;
uniform float farDistance;
varying vec3 vWorldPosition;
#include <common>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( 1.0 );
	#include <clipping_planes_fragment>
	#include <map_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	float dist = length( vWorldPosition - referencePosition );
	dist = ( dist - nearDistance ) / ( farDistance - nearDistance );
	dist = saturate( dist );
	gl_FragColor = vec4( dist, 0.0, 0.0, 1.0 );
}`,xM=`varying vec3 vWorldDirection;
#include <common>
void main() {
	vWorldDirection = transformDirection( position, modelMatrix );
	#include <begin_vertex>
	#include <project_vertex>
}`,yM=`uniform sampler2D tEquirect;
varying vec3 vWorldDirection;
#include <common>
void main() {
	vec3 direction = normalize( vWorldDirection );
	vec2 sampleUV = equirectUv( direction );
	gl_FragColor = texture2D( tEquirect, sampleUV );
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
}`,vM=`uniform float scale;
attribute float lineDistance;
varying float vLineDistance;
#include <common>
#include <uv_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <morphtarget_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	vLineDistance = scale * lineDistance;
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	#include <fog_vertex>
}`,_M=`uniform vec3 diffuse;
uniform float opacity;
uniform float dashSize;
uniform float totalSize;
varying float vLineDistance;
#include <common>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <fog_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	if ( mod( vLineDistance, totalSize ) > dashSize ) {
		discard;
	}
	vec3 outgoingLight = vec3( 0.0 );
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	outgoingLight = diffuseColor.rgb;
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
}`,MM=`#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <envmap_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#if defined ( USE_ENVMAP ) || defined ( USE_SKINNING )
		#include <beginnormal_vertex>
		#include <morphnormal_vertex>
		#include <skinbase_vertex>
		#include <skinnormal_vertex>
		#include <defaultnormal_vertex>
	#endif
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	#include <worldpos_vertex>
	#include <envmap_vertex>
	#include <fog_vertex>
}`,SM=`uniform vec3 diffuse;
uniform float opacity;
#ifndef FLAT_SHADED
	varying vec3 vNormal;
#endif
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <aomap_pars_fragment>
#include <lightmap_pars_fragment>
#include <envmap_common_pars_fragment>
#include <envmap_pars_fragment>
#include <fog_pars_fragment>
#include <specularmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <specularmap_fragment>
	ReflectedLight reflectedLight = ReflectedLight( vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ) );
	#ifdef USE_LIGHTMAP
		vec4 lightMapTexel = texture2D( lightMap, vLightMapUv );
		reflectedLight.indirectDiffuse += lightMapTexel.rgb * lightMapIntensity * RECIPROCAL_PI;
	#else
		reflectedLight.indirectDiffuse += vec3( 1.0 );
	#endif
	#include <aomap_fragment>
	reflectedLight.indirectDiffuse *= diffuseColor.rgb;
	vec3 outgoingLight = reflectedLight.indirectDiffuse;
	#include <envmap_fragment>
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,wM=`#define LAMBERT
varying vec3 vViewPosition;
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <envmap_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <shadowmap_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	vViewPosition = - mvPosition.xyz;
	#include <worldpos_vertex>
	#include <envmap_vertex>
	#include <shadowmap_vertex>
	#include <fog_vertex>
}`,TM=`#define LAMBERT
uniform vec3 diffuse;
uniform vec3 emissive;
uniform float opacity;
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <aomap_pars_fragment>
#include <lightmap_pars_fragment>
#include <emissivemap_pars_fragment>
#include <envmap_common_pars_fragment>
#include <envmap_pars_fragment>
#include <envmap_physical_pars_fragment>
#include <fog_pars_fragment>
#include <bsdfs>
#include <lights_pars_begin>
#include <normal_pars_fragment>
#include <lights_lambert_pars_fragment>
#include <shadowmap_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <specularmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	ReflectedLight reflectedLight = ReflectedLight( vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ) );
	vec3 totalEmissiveRadiance = emissive;
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <specularmap_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	#include <emissivemap_fragment>
	#include <lights_lambert_fragment>
	#include <lights_fragment_begin>
	#include <lights_fragment_maps>
	#include <lights_fragment_end>
	#include <aomap_fragment>
	vec3 outgoingLight = reflectedLight.directDiffuse + reflectedLight.indirectDiffuse + totalEmissiveRadiance;
	#include <envmap_fragment>
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,AM=`#define MATCAP
varying vec3 vViewPosition;
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <color_pars_vertex>
#include <displacementmap_pars_vertex>
#include <fog_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	#include <fog_vertex>
	vViewPosition = - mvPosition.xyz;
}`,EM=`#define MATCAP
uniform vec3 diffuse;
uniform float opacity;
uniform sampler2D matcap;
varying vec3 vViewPosition;
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <fog_pars_fragment>
#include <normal_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	vec3 viewDir = normalize( vViewPosition );
	vec3 x = normalize( vec3( viewDir.z, 0.0, - viewDir.x ) );
	vec3 y = cross( viewDir, x );
	vec2 uv = vec2( dot( x, normal ), dot( y, normal ) ) * 0.495 + 0.5;
	#ifdef USE_MATCAP
		vec4 matcapColor = texture2D( matcap, uv );
	#else
		vec4 matcapColor = vec4( vec3( mix( 0.2, 0.8, uv.y ) ), 1.0 );
	#endif
	vec3 outgoingLight = diffuseColor.rgb * matcapColor.rgb;
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,RM=`#define NORMAL
#if defined( FLAT_SHADED ) || defined( USE_BUMPMAP ) || defined( USE_NORMALMAP_TANGENTSPACE )
	varying vec3 vViewPosition;
#endif
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphinstance_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
#if defined( FLAT_SHADED ) || defined( USE_BUMPMAP ) || defined( USE_NORMALMAP_TANGENTSPACE )
	vViewPosition = - mvPosition.xyz;
#endif
}`,CM=`#define NORMAL
uniform float opacity;
#if defined( FLAT_SHADED ) || defined( USE_BUMPMAP ) || defined( USE_NORMALMAP_TANGENTSPACE )
	varying vec3 vViewPosition;
#endif
#include <uv_pars_fragment>
#include <normal_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( 0.0, 0.0, 0.0, opacity );
	#include <clipping_planes_fragment>
	#include <logdepthbuf_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	gl_FragColor = vec4( normalize( normal ) * 0.5 + 0.5, diffuseColor.a );
	#ifdef OPAQUE
		gl_FragColor.a = 1.0;
	#endif
}`,PM=`#define PHONG
varying vec3 vViewPosition;
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <envmap_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <shadowmap_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphinstance_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	vViewPosition = - mvPosition.xyz;
	#include <worldpos_vertex>
	#include <envmap_vertex>
	#include <shadowmap_vertex>
	#include <fog_vertex>
}`,IM=`#define PHONG
uniform vec3 diffuse;
uniform vec3 emissive;
uniform vec3 specular;
uniform float shininess;
uniform float opacity;
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <aomap_pars_fragment>
#include <lightmap_pars_fragment>
#include <emissivemap_pars_fragment>
#include <envmap_common_pars_fragment>
#include <envmap_pars_fragment>
#include <envmap_physical_pars_fragment>
#include <fog_pars_fragment>
#include <bsdfs>
#include <lights_pars_begin>
#include <normal_pars_fragment>
#include <lights_phong_pars_fragment>
#include <shadowmap_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <specularmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	ReflectedLight reflectedLight = ReflectedLight( vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ) );
	vec3 totalEmissiveRadiance = emissive;
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <specularmap_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	#include <emissivemap_fragment>
	#include <lights_phong_fragment>
	#include <lights_fragment_begin>
	#include <lights_fragment_maps>
	#include <lights_fragment_end>
	#include <aomap_fragment>
	vec3 outgoingLight = reflectedLight.directDiffuse + reflectedLight.indirectDiffuse + reflectedLight.directSpecular + reflectedLight.indirectSpecular + totalEmissiveRadiance;
	#include <envmap_fragment>
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,LM=`#define STANDARD
varying vec3 vViewPosition;
#ifdef USE_TRANSMISSION
	varying vec3 vWorldPosition;
#endif
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <shadowmap_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	vViewPosition = - mvPosition.xyz;
	#include <worldpos_vertex>
	#include <shadowmap_vertex>
	#include <fog_vertex>
#ifdef USE_TRANSMISSION
	vWorldPosition = worldPosition.xyz;
#endif
}`,kM=`#define STANDARD
#ifdef PHYSICAL
	#define IOR
	#define USE_SPECULAR
#endif
uniform vec3 diffuse;
uniform vec3 emissive;
uniform float roughness;
uniform float metalness;
uniform float opacity;
#ifdef IOR
	uniform float ior;
#endif
#ifdef USE_SPECULAR
	uniform float specularIntensity;
	uniform vec3 specularColor;
	#ifdef USE_SPECULAR_COLORMAP
		uniform sampler2D specularColorMap;
	#endif
	#ifdef USE_SPECULAR_INTENSITYMAP
		uniform sampler2D specularIntensityMap;
	#endif
#endif
#ifdef USE_CLEARCOAT
	uniform float clearcoat;
	uniform float clearcoatRoughness;
#endif
#ifdef USE_DIFFUSE_ROUGHNESS
	uniform float diffuseRoughness;
	#ifdef USE_DIFFUSE_ROUGHNESSMAP
		uniform sampler2D diffuseRoughnessMap;
	#endif
#endif
#ifdef USE_DISPERSION
	uniform float dispersion;
#endif
#ifdef USE_RETROREFLECTION
	uniform float retroreflectivity;
#endif
#ifdef USE_IRIDESCENCE
	uniform float iridescence;
	uniform float iridescenceIOR;
	uniform float iridescenceThicknessMinimum;
	uniform float iridescenceThicknessMaximum;
#endif
#ifdef USE_SHEEN
	uniform vec3 sheenColor;
	uniform float sheenRoughness;
	#ifdef USE_SHEEN_COLORMAP
		uniform sampler2D sheenColorMap;
	#endif
	#ifdef USE_SHEEN_ROUGHNESSMAP
		uniform sampler2D sheenRoughnessMap;
	#endif
#endif
#ifdef USE_ANISOTROPY
	uniform vec2 anisotropyVector;
	#ifdef USE_ANISOTROPYMAP
		uniform sampler2D anisotropyMap;
	#endif
#endif
varying vec3 vViewPosition;
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <aomap_pars_fragment>
#include <lightmap_pars_fragment>
#include <emissivemap_pars_fragment>
#include <iridescence_fragment>
#include <envmap_common_pars_fragment>
#include <envmap_physical_pars_fragment>
#include <fog_pars_fragment>
#include <lights_pars_begin>
#include <normal_pars_fragment>
#include <lights_physical_pars_fragment>
#include <transmission_pars_fragment>
#include <shadowmap_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <clearcoat_pars_fragment>
#include <iridescence_pars_fragment>
#include <roughnessmap_pars_fragment>
#include <metalnessmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	ReflectedLight reflectedLight = ReflectedLight( vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ) );
	vec3 totalEmissiveRadiance = emissive;
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <roughnessmap_fragment>
	#include <metalnessmap_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	#include <clearcoat_normal_fragment_begin>
	#include <clearcoat_normal_fragment_maps>
	#include <emissivemap_fragment>
	#include <lights_physical_fragment>
	#include <lights_fragment_begin>
	#include <lights_fragment_maps>
	#include <lights_fragment_end>
	#include <aomap_fragment>
	vec3 totalDiffuse = reflectedLight.directDiffuse + reflectedLight.indirectDiffuse;
	vec3 totalSpecular = reflectedLight.directSpecular + reflectedLight.indirectSpecular;
	#include <transmission_fragment>
	vec3 outgoingLight = totalDiffuse + totalSpecular + totalEmissiveRadiance;
	#ifdef USE_SHEEN
 
		outgoingLight = outgoingLight + sheenSpecularDirect + sheenSpecularIndirect;
 
 	#endif
	#ifdef USE_CLEARCOAT
		float dotNVcc = saturate( dot( geometryClearcoatNormal, geometryViewDir ) );
		vec3 Fcc = F_Schlick( material.clearcoatF0, material.clearcoatF90, dotNVcc );
		outgoingLight = outgoingLight * ( 1.0 - material.clearcoat * Fcc ) + ( clearcoatSpecularDirect + clearcoatSpecularIndirect ) * material.clearcoat;
	#endif
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,DM=`#define TOON
varying vec3 vViewPosition;
#include <common>
#include <batching_pars_vertex>
#include <uv_pars_vertex>
#include <displacementmap_pars_vertex>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <normal_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <shadowmap_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <normal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <displacementmap_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	vViewPosition = - mvPosition.xyz;
	#include <worldpos_vertex>
	#include <shadowmap_vertex>
	#include <fog_vertex>
}`,NM=`#define TOON
uniform vec3 diffuse;
uniform vec3 emissive;
uniform float opacity;
#include <common>
#include <dithering_pars_fragment>
#include <color_pars_fragment>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <aomap_pars_fragment>
#include <lightmap_pars_fragment>
#include <emissivemap_pars_fragment>
#include <gradientmap_pars_fragment>
#include <fog_pars_fragment>
#include <bsdfs>
#include <lights_pars_begin>
#include <normal_pars_fragment>
#include <lights_toon_pars_fragment>
#include <shadowmap_pars_fragment>
#include <bumpmap_pars_fragment>
#include <normalmap_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	ReflectedLight reflectedLight = ReflectedLight( vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ), vec3( 0.0 ) );
	vec3 totalEmissiveRadiance = emissive;
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <color_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	#include <normal_fragment_begin>
	#include <normal_fragment_maps>
	#include <emissivemap_fragment>
	#include <lights_toon_fragment>
	#include <lights_fragment_begin>
	#include <lights_fragment_maps>
	#include <lights_fragment_end>
	#include <aomap_fragment>
	vec3 outgoingLight = reflectedLight.directDiffuse + reflectedLight.indirectDiffuse + totalEmissiveRadiance;
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
	#include <dithering_fragment>
}`,FM=`uniform float size;
uniform float scale;
#include <common>
#include <color_pars_vertex>
#include <fog_pars_vertex>
#include <morphtarget_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
#ifdef USE_POINTS_UV
	varying vec2 vUv;
	uniform mat3 uvTransform;
#endif
void main() {
	#ifdef USE_POINTS_UV
		vUv = ( uvTransform * vec3( uv, 1 ) ).xy;
	#endif
	#include <color_vertex>
	#include <morphinstance_vertex>
	#include <morphcolor_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <project_vertex>
	gl_PointSize = size;
	#ifdef USE_SIZEATTENUATION
		bool isPerspective = isPerspectiveMatrix( projectionMatrix );
		if ( isPerspective ) gl_PointSize *= ( scale / - mvPosition.z );
	#endif
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	#include <worldpos_vertex>
	#include <fog_vertex>
}`,OM=`uniform vec3 diffuse;
uniform float opacity;
#include <common>
#include <color_pars_fragment>
#include <map_particle_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <fog_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	vec3 outgoingLight = vec3( 0.0 );
	#include <logdepthbuf_fragment>
	#include <map_particle_fragment>
	#include <color_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	outgoingLight = diffuseColor.rgb;
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
}`,UM=`#include <common>
#include <batching_pars_vertex>
#include <fog_pars_vertex>
#include <morphtarget_pars_vertex>
#include <skinning_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <shadowmap_pars_vertex>
void main() {
	#include <batching_vertex>
	#include <beginnormal_vertex>
	#include <morphinstance_vertex>
	#include <morphnormal_vertex>
	#include <skinbase_vertex>
	#include <skinnormal_vertex>
	#include <defaultnormal_vertex>
	#include <begin_vertex>
	#include <morphtarget_vertex>
	#include <skinning_vertex>
	#include <project_vertex>
	#include <logdepthbuf_vertex>
	#include <worldpos_vertex>
	#include <shadowmap_vertex>
	#include <fog_vertex>
}`,BM=`uniform vec3 color;
uniform float opacity;
#include <common>
#include <fog_pars_fragment>
#include <bsdfs>
#include <lights_pars_begin>
#include <logdepthbuf_pars_fragment>
#include <shadowmap_pars_fragment>
#include <shadowmask_pars_fragment>
void main() {
	#include <logdepthbuf_fragment>
	gl_FragColor = vec4( color, opacity * ( 1.0 - getShadowMask() ) );
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
	#include <premultiplied_alpha_fragment>
}`,zM=`uniform float rotation;
uniform vec2 center;
#include <common>
#include <uv_pars_vertex>
#include <fog_pars_vertex>
#include <logdepthbuf_pars_vertex>
#include <clipping_planes_pars_vertex>
void main() {
	#include <uv_vertex>
	vec4 mvPosition = modelViewMatrix[ 3 ];
	vec2 scale = vec2( length( modelMatrix[ 0 ].xyz ), length( modelMatrix[ 1 ].xyz ) );
	#ifndef USE_SIZEATTENUATION
		bool isPerspective = isPerspectiveMatrix( projectionMatrix );
		if ( isPerspective ) scale *= - mvPosition.z;
	#endif
	vec2 alignedPosition = ( position.xy - ( center - vec2( 0.5 ) ) ) * scale;
	vec2 rotatedPosition;
	rotatedPosition.x = cos( rotation ) * alignedPosition.x - sin( rotation ) * alignedPosition.y;
	rotatedPosition.y = sin( rotation ) * alignedPosition.x + cos( rotation ) * alignedPosition.y;
	mvPosition.xy += rotatedPosition;
	gl_Position = projectionMatrix * mvPosition;
	#include <logdepthbuf_vertex>
	#include <clipping_planes_vertex>
	#include <fog_vertex>
}`,GM=`uniform vec3 diffuse;
uniform float opacity;
#include <common>
#include <uv_pars_fragment>
#include <map_pars_fragment>
#include <alphamap_pars_fragment>
#include <alphatest_pars_fragment>
#include <alphahash_pars_fragment>
#include <fog_pars_fragment>
#include <logdepthbuf_pars_fragment>
#include <clipping_planes_pars_fragment>
void main() {
	vec4 diffuseColor = vec4( diffuse, opacity );
	#include <clipping_planes_fragment>
	vec3 outgoingLight = vec3( 0.0 );
	#include <logdepthbuf_fragment>
	#include <map_fragment>
	#include <alphamap_fragment>
	#include <alphatest_fragment>
	#include <alphahash_fragment>
	outgoingLight = diffuseColor.rgb;
	#include <opaque_fragment>
	#include <tonemapping_fragment>
	#include <colorspace_fragment>
	#include <fog_fragment>
}`,ze={alphahash_fragment:cv,alphahash_pars_fragment:uv,alphamap_fragment:hv,alphamap_pars_fragment:dv,alphatest_fragment:fv,alphatest_pars_fragment:pv,aomap_fragment:mv,aomap_pars_fragment:gv,batching_pars_vertex:bv,batching_vertex:xv,begin_vertex:yv,beginnormal_vertex:vv,bsdfs:_v,iridescence_fragment:Mv,bumpmap_pars_fragment:Sv,clipping_planes_fragment:wv,clipping_planes_pars_fragment:Tv,clipping_planes_pars_vertex:Av,clipping_planes_vertex:Ev,color_fragment:Rv,color_pars_fragment:Cv,color_pars_vertex:Pv,color_vertex:Iv,common:Lv,defaultnormal_vertex:kv,displacementmap_pars_vertex:Dv,displacementmap_vertex:Nv,emissivemap_fragment:Fv,emissivemap_pars_fragment:Ov,colorspace_fragment:Uv,colorspace_pars_fragment:Bv,envmap_fragment:zv,envmap_common_pars_fragment:Gv,envmap_pars_fragment:Vv,envmap_pars_vertex:Hv,envmap_physical_pars_fragment:e_,envmap_vertex:Wv,fog_vertex:qv,fog_pars_vertex:Xv,fog_fragment:jv,fog_pars_fragment:Kv,gradientmap_pars_fragment:Yv,lightmap_pars_fragment:Jv,lights_lambert_fragment:$v,lights_lambert_pars_fragment:Zv,lights_pars_begin:Qv,lights_toon_fragment:t_,lights_toon_pars_fragment:n_,lights_phong_fragment:i_,lights_phong_pars_fragment:s_,lights_physical_fragment:r_,lights_physical_pars_fragment:o_,lights_fragment_begin:a_,lights_fragment_maps:l_,lights_fragment_end:c_,lightprobes_pars_fragment:u_,logdepthbuf_fragment:h_,logdepthbuf_pars_fragment:d_,logdepthbuf_pars_vertex:f_,logdepthbuf_vertex:p_,map_fragment:m_,map_pars_fragment:g_,map_particle_fragment:b_,map_particle_pars_fragment:x_,metalnessmap_fragment:y_,metalnessmap_pars_fragment:v_,morphinstance_vertex:__,morphcolor_vertex:M_,morphnormal_vertex:S_,morphtarget_pars_vertex:w_,morphtarget_vertex:T_,normal_fragment_begin:A_,normal_fragment_maps:E_,normal_pars_fragment:R_,normal_pars_vertex:C_,normal_vertex:P_,normalmap_pars_fragment:I_,clearcoat_normal_fragment_begin:L_,clearcoat_normal_fragment_maps:k_,clearcoat_pars_fragment:D_,iridescence_pars_fragment:N_,opaque_fragment:F_,packing:O_,premultiplied_alpha_fragment:U_,project_vertex:B_,dithering_fragment:z_,dithering_pars_fragment:G_,roughnessmap_fragment:V_,roughnessmap_pars_fragment:H_,shadowmap_pars_fragment:W_,shadowmap_pars_vertex:q_,shadowmap_vertex:X_,shadowmask_pars_fragment:j_,skinbase_vertex:K_,skinning_pars_vertex:Y_,skinning_vertex:J_,skinnormal_vertex:$_,specularmap_fragment:Z_,specularmap_pars_fragment:Q_,tonemapping_fragment:eM,tonemapping_pars_fragment:tM,transmission_fragment:nM,transmission_pars_fragment:iM,uv_pars_fragment:sM,uv_pars_vertex:rM,uv_vertex:oM,worldpos_vertex:aM,background_vert:lM,background_frag:cM,backgroundCube_vert:uM,backgroundCube_frag:hM,cube_vert:dM,cube_frag:fM,depth_vert:pM,depth_frag:mM,distance_vert:gM,distance_frag:bM,equirect_vert:xM,equirect_frag:yM,linedashed_vert:vM,linedashed_frag:_M,meshbasic_vert:MM,meshbasic_frag:SM,meshlambert_vert:wM,meshlambert_frag:TM,meshmatcap_vert:AM,meshmatcap_frag:EM,meshnormal_vert:RM,meshnormal_frag:CM,meshphong_vert:PM,meshphong_frag:IM,meshphysical_vert:LM,meshphysical_frag:kM,meshtoon_vert:DM,meshtoon_frag:NM,points_vert:FM,points_frag:OM,shadow_vert:UM,shadow_frag:BM,sprite_vert:zM,sprite_frag:GM},ge={common:{diffuse:{value:new Ee(16777215)},opacity:{value:1},map:{value:null},mapTransform:{value:new ke},alphaMap:{value:null},alphaMapTransform:{value:new ke},alphaTest:{value:0}},specularmap:{specularMap:{value:null},specularMapTransform:{value:new ke}},envmap:{envMap:{value:null},envMapRotation:{value:new ke},reflectivity:{value:1},ior:{value:1.5},refractionRatio:{value:.98},dfgLUT:{value:null}},aomap:{aoMap:{value:null},aoMapIntensity:{value:1},aoMapTransform:{value:new ke}},lightmap:{lightMap:{value:null},lightMapIntensity:{value:1},lightMapTransform:{value:new ke}},bumpmap:{bumpMap:{value:null},bumpMapTransform:{value:new ke},bumpScale:{value:1}},normalmap:{normalMap:{value:null},normalMapTransform:{value:new ke},normalScale:{value:new Pe(1,1)}},displacementmap:{displacementMap:{value:null},displacementMapTransform:{value:new ke},displacementScale:{value:1},displacementBias:{value:0}},emissivemap:{emissiveMap:{value:null},emissiveMapTransform:{value:new ke}},metalnessmap:{metalnessMap:{value:null},metalnessMapTransform:{value:new ke}},roughnessmap:{roughnessMap:{value:null},roughnessMapTransform:{value:new ke}},gradientmap:{gradientMap:{value:null}},fog:{fogDensity:{value:25e-5},fogNear:{value:1},fogFar:{value:2e3},fogColor:{value:new Ee(16777215)}},lights:{ambientLightColor:{value:[]},lightProbe:{value:[]},sunLights:{value:[],properties:{direction:{},color:{}}},sunLightShadows:{value:[],properties:{shadowIntensity:1,shadowBias:{},shadowNormalBias:{},shadowRadius:{},shadowMapSize:{}}},sunShadowMatrix:{value:[]},sunShadowCascade:{value:[]},directionalLights:{value:[],properties:{direction:{},color:{}}},directionalLightShadows:{value:[],properties:{shadowIntensity:1,shadowBias:{},shadowNormalBias:{},shadowRadius:{},shadowMapSize:{}}},directionalShadowMatrix:{value:[]},spotLights:{value:[],properties:{color:{},position:{},direction:{},distance:{},coneCos:{},penumbraCos:{},decay:{}}},spotLightShadows:{value:[],properties:{shadowIntensity:1,shadowBias:{},shadowNormalBias:{},shadowRadius:{},shadowMapSize:{}}},spotLightMap:{value:[]},spotLightMatrix:{value:[]},pointLights:{value:[],properties:{color:{},position:{},decay:{},distance:{}}},pointLightShadows:{value:[],properties:{shadowIntensity:1,shadowBias:{},shadowNormalBias:{},shadowRadius:{},shadowMapSize:{},shadowCameraNear:{},shadowCameraFar:{}}},pointShadowMatrix:{value:[]},hemisphereLights:{value:[],properties:{direction:{},skyColor:{},groundColor:{}}},rectAreaLights:{value:[],properties:{color:{},position:{},width:{},height:{}}},ltc_1:{value:null},ltc_2:{value:null},probesSH:{value:[]},probesMin:{value:[]},probesMax:{value:[]},probesResolution:{value:[]}},points:{diffuse:{value:new Ee(16777215)},opacity:{value:1},size:{value:1},scale:{value:1},map:{value:null},alphaMap:{value:null},alphaMapTransform:{value:new ke},alphaTest:{value:0},uvTransform:{value:new ke}},sprite:{diffuse:{value:new Ee(16777215)},opacity:{value:1},center:{value:new Pe(.5,.5)},rotation:{value:0},map:{value:null},mapTransform:{value:new ke},alphaMap:{value:null},alphaMapTransform:{value:new ke},alphaTest:{value:0}}},Ti={basic:{uniforms:hn([ge.common,ge.specularmap,ge.envmap,ge.aomap,ge.lightmap,ge.fog]),vertexShader:ze.meshbasic_vert,fragmentShader:ze.meshbasic_frag},lambert:{uniforms:hn([ge.common,ge.specularmap,ge.envmap,ge.aomap,ge.lightmap,ge.emissivemap,ge.bumpmap,ge.normalmap,ge.displacementmap,ge.fog,ge.lights,{emissive:{value:new Ee(0)},envMapIntensity:{value:1}}]),vertexShader:ze.meshlambert_vert,fragmentShader:ze.meshlambert_frag},phong:{uniforms:hn([ge.common,ge.specularmap,ge.envmap,ge.aomap,ge.lightmap,ge.emissivemap,ge.bumpmap,ge.normalmap,ge.displacementmap,ge.fog,ge.lights,{emissive:{value:new Ee(0)},specular:{value:new Ee(1118481)},shininess:{value:30},envMapIntensity:{value:1}}]),vertexShader:ze.meshphong_vert,fragmentShader:ze.meshphong_frag},standard:{uniforms:hn([ge.common,ge.envmap,ge.aomap,ge.lightmap,ge.emissivemap,ge.bumpmap,ge.normalmap,ge.displacementmap,ge.roughnessmap,ge.metalnessmap,ge.fog,ge.lights,{emissive:{value:new Ee(0)},roughness:{value:1},metalness:{value:0},envMapIntensity:{value:1}}]),vertexShader:ze.meshphysical_vert,fragmentShader:ze.meshphysical_frag},toon:{uniforms:hn([ge.common,ge.aomap,ge.lightmap,ge.emissivemap,ge.bumpmap,ge.normalmap,ge.displacementmap,ge.gradientmap,ge.fog,ge.lights,{emissive:{value:new Ee(0)}}]),vertexShader:ze.meshtoon_vert,fragmentShader:ze.meshtoon_frag},matcap:{uniforms:hn([ge.common,ge.bumpmap,ge.normalmap,ge.displacementmap,ge.fog,{matcap:{value:null}}]),vertexShader:ze.meshmatcap_vert,fragmentShader:ze.meshmatcap_frag},points:{uniforms:hn([ge.points,ge.fog]),vertexShader:ze.points_vert,fragmentShader:ze.points_frag},dashed:{uniforms:hn([ge.common,ge.fog,{scale:{value:1},dashSize:{value:1},totalSize:{value:2}}]),vertexShader:ze.linedashed_vert,fragmentShader:ze.linedashed_frag},depth:{uniforms:hn([ge.common,ge.displacementmap]),vertexShader:ze.depth_vert,fragmentShader:ze.depth_frag},normal:{uniforms:hn([ge.common,ge.bumpmap,ge.normalmap,ge.displacementmap,{opacity:{value:1}}]),vertexShader:ze.meshnormal_vert,fragmentShader:ze.meshnormal_frag},sprite:{uniforms:hn([ge.sprite,ge.fog]),vertexShader:ze.sprite_vert,fragmentShader:ze.sprite_frag},background:{uniforms:{uvTransform:{value:new ke},t2D:{value:null},backgroundIntensity:{value:1}},vertexShader:ze.background_vert,fragmentShader:ze.background_frag},backgroundCube:{uniforms:{envMap:{value:null},backgroundBlurriness:{value:0},backgroundIntensity:{value:1},backgroundRotation:{value:new ke}},vertexShader:ze.backgroundCube_vert,fragmentShader:ze.backgroundCube_frag},cube:{uniforms:{tCube:{value:null},tFlip:{value:-1},opacity:{value:1}},vertexShader:ze.cube_vert,fragmentShader:ze.cube_frag},equirect:{uniforms:{tEquirect:{value:null}},vertexShader:ze.equirect_vert,fragmentShader:ze.equirect_frag},distance:{uniforms:hn([ge.common,ge.displacementmap,{referencePosition:{value:new C},nearDistance:{value:1},farDistance:{value:1e3}}]),vertexShader:ze.distance_vert,fragmentShader:ze.distance_frag},shadow:{uniforms:hn([ge.lights,ge.fog,{color:{value:new Ee(0)},opacity:{value:1}}]),vertexShader:ze.shadow_vert,fragmentShader:ze.shadow_frag}};Ti.physical={uniforms:hn([Ti.standard.uniforms,{clearcoat:{value:0},clearcoatMap:{value:null},clearcoatMapTransform:{value:new ke},clearcoatNormalMap:{value:null},clearcoatNormalMapTransform:{value:new ke},clearcoatNormalScale:{value:new Pe(1,1)},clearcoatRoughness:{value:0},clearcoatRoughnessMap:{value:null},clearcoatRoughnessMapTransform:{value:new ke},diffuseRoughness:{value:0},diffuseRoughnessMap:{value:null},diffuseRoughnessMapTransform:{value:new ke},dispersion:{value:0},retroreflectivity:{value:0},iridescence:{value:0},iridescenceMap:{value:null},iridescenceMapTransform:{value:new ke},iridescenceIOR:{value:1.3},iridescenceThicknessMinimum:{value:100},iridescenceThicknessMaximum:{value:400},iridescenceThicknessMap:{value:null},iridescenceThicknessMapTransform:{value:new ke},sheen:{value:0},sheenColor:{value:new Ee(0)},sheenColorMap:{value:null},sheenColorMapTransform:{value:new ke},sheenRoughness:{value:1},sheenRoughnessMap:{value:null},sheenRoughnessMapTransform:{value:new ke},transmission:{value:0},transmissionMap:{value:null},transmissionMapTransform:{value:new ke},transmissionSamplerSize:{value:new Pe},transmissionSamplerMap:{value:null},thickness:{value:0},thicknessMap:{value:null},thicknessMapTransform:{value:new ke},attenuationDistance:{value:0},attenuationColor:{value:new Ee(0)},specularColor:{value:new Ee(1,1,1)},specularColorMap:{value:null},specularColorMapTransform:{value:new ke},specularIntensity:{value:1},specularIntensityMap:{value:null},specularIntensityMapTransform:{value:new ke},anisotropyVector:{value:new Pe},anisotropyMap:{value:null},anisotropyMapTransform:{value:new ke}}]),vertexShader:ze.meshphysical_vert,fragmentShader:ze.meshphysical_frag};var _c={r:0,b:0,g:0},VM=new xe,dg=new ke;dg.set(-1,0,0,0,1,0,0,0,1);function HM(i,e,t,n,s,r){let o=new Ee(0),a=s===!0?0:1,l,c,u=null,h=0,d=null;function f(b){let _=b.isScene===!0?b.background:null;if(_&&_.isTexture){let y=b.backgroundBlurriness>0;_=e.get(_,y)}return _}function g(b){let _=!1,y=f(b);y===null?p(o,a):y&&y.isColor&&(p(y,1),_=!0);let M=i.xr.getEnvironmentBlendMode();M==="additive"?t.buffers.color.setClear(0,0,0,1,r):M==="alpha-blend"&&t.buffers.color.setClear(0,0,0,0,r),(i.autoClear||_)&&(t.buffers.depth.setTest(!0),t.buffers.depth.setMask(!0),t.buffers.color.setMask(!0),i.clear(i.autoClearColor,i.autoClearDepth,i.autoClearStencil))}function x(b,_){let y=f(_);y&&y.isCubeTexture?(c===void 0&&(c=new nt(new Tr(1,1,1),new Tn({name:"BackgroundCubeMaterial",uniforms:Gs(Ti.backgroundCube.uniforms),vertexShader:Ti.backgroundCube.vertexShader,fragmentShader:Ti.backgroundCube.fragmentShader,side:Zt,depthTest:!1,depthWrite:!1,fog:!1,allowOverride:!1})),c.geometry.deleteAttribute("normal"),c.geometry.deleteAttribute("uv"),c.onBeforeRender=function(M,w,v){this.matrixWorld.copyPosition(v.matrixWorld)},Object.defineProperty(c.material,"envMap",{get:function(){return this.uniforms.envMap.value}}),n.update(c)),c.material.uniforms.envMap.value=y,c.material.uniforms.backgroundBlurriness.value=_.backgroundBlurriness,c.material.uniforms.backgroundIntensity.value=_.backgroundIntensity,c.material.uniforms.backgroundRotation.value.setFromMatrix4(VM.makeRotationFromEuler(_.backgroundRotation)).transpose(),y.isRenderTargetTexture===!1&&c.material.uniforms.backgroundRotation.value.premultiply(dg),c.material.toneMapped=He.getTransfer(y.colorSpace)!==rt,(u!==y||h!==y.version||d!==i.toneMapping)&&(c.material.needsUpdate=!0,u=y,h=y.version,d=i.toneMapping),c.layers.enableAll(),b.unshift(c,c.geometry,c.material,0,0,null)):y&&y.isTexture&&(l===void 0&&(l=new nt(new Os(2,2),new Tn({name:"BackgroundMaterial",uniforms:Gs(Ti.background.uniforms),vertexShader:Ti.background.vertexShader,fragmentShader:Ti.background.fragmentShader,side:kn,depthTest:!1,depthWrite:!1,fog:!1,allowOverride:!1})),l.geometry.deleteAttribute("normal"),Object.defineProperty(l.material,"map",{get:function(){return this.uniforms.t2D.value}}),n.update(l)),l.material.uniforms.t2D.value=y,l.material.uniforms.backgroundIntensity.value=_.backgroundIntensity,l.material.toneMapped=He.getTransfer(y.colorSpace)!==rt,y.matrixAutoUpdate===!0&&y.updateMatrix(),l.material.uniforms.uvTransform.value.copy(y.matrix),(u!==y||h!==y.version||d!==i.toneMapping)&&(l.material.needsUpdate=!0,u=y,h=y.version,d=i.toneMapping),l.layers.enableAll(),b.unshift(l,l.geometry,l.material,0,0,null))}function p(b,_){b.getRGB(_c,ad(i)),t.buffers.color.setClear(_c.r,_c.g,_c.b,_,r)}function m(){c!==void 0&&(c.geometry.dispose(),c.material.dispose(),c=void 0),l!==void 0&&(l.geometry.dispose(),l.material.dispose(),l=void 0)}return{getClearColor:function(){return o},setClearColor:function(b,_=1){o.set(b),a=_,p(o,a)},getClearAlpha:function(){return a},setClearAlpha:function(b){a=b,p(o,a)},render:g,addToRenderList:x,dispose:m}}function WM(i,e){let t=i.getParameter(i.MAX_VERTEX_ATTRIBS),n={},s=d(null),r=s,o=!1;function a(R,P,N,k,U){let V=!1,H=h(R,k,N,P);r!==H&&(r=H,c(r.object)),V=f(R,k,N,U),V&&g(R,k,N,U),U!==null&&e.update(U,i.ELEMENT_ARRAY_BUFFER),(V||o)&&(o=!1,y(R,P,N,k),U!==null&&i.bindBuffer(i.ELEMENT_ARRAY_BUFFER,e.get(U).buffer))}function l(){return i.createVertexArray()}function c(R){return i.bindVertexArray(R)}function u(R){return i.deleteVertexArray(R)}function h(R,P,N,k){let U=k.wireframe===!0,V=n[P.id];V===void 0&&(V={},n[P.id]=V);let H=R.isInstancedMesh===!0?R.id:0,te=V[H];te===void 0&&(te={},V[H]=te);let q=te[N.id];q===void 0&&(q={},te[N.id]=q);let Q=q[U];return Q===void 0&&(Q=d(l()),q[U]=Q),Q}function d(R){let P=[],N=[],k=[];for(let U=0;U<t;U++)P[U]=0,N[U]=0,k[U]=0;return{geometry:null,program:null,wireframe:!1,newAttributes:P,enabledAttributes:N,attributeDivisors:k,object:R,attributes:{},index:null}}function f(R,P,N,k){let U=r.attributes,V=P.attributes,H=0,te=N.getAttributes();for(let q in te)if(te[q].location>=0){let ee=U[q],ve=V[q];if(ve===void 0&&(q==="instanceMatrix"&&R.instanceMatrix&&(ve=R.instanceMatrix),q==="instanceColor"&&R.instanceColor&&(ve=R.instanceColor)),ee===void 0||ee.attribute!==ve||ve&&ee.data!==ve.data)return!0;H++}return r.attributesNum!==H||r.index!==k}function g(R,P,N,k){let U={},V=P.attributes,H=0,te=N.getAttributes();for(let q in te)if(te[q].location>=0){let ee=V[q];ee===void 0&&(q==="instanceMatrix"&&R.instanceMatrix&&(ee=R.instanceMatrix),q==="instanceColor"&&R.instanceColor&&(ee=R.instanceColor));let ve={};ve.attribute=ee,ee&&ee.data&&(ve.data=ee.data),U[q]=ve,H++}r.attributes=U,r.attributesNum=H,r.index=k}function x(){let R=r.newAttributes;for(let P=0,N=R.length;P<N;P++)R[P]=0}function p(R){m(R,0)}function m(R,P){let N=r.newAttributes,k=r.enabledAttributes,U=r.attributeDivisors;N[R]=1,k[R]===0&&(i.enableVertexAttribArray(R),k[R]=1),U[R]!==P&&(i.vertexAttribDivisor(R,P),U[R]=P)}function b(){let R=r.newAttributes,P=r.enabledAttributes;for(let N=0,k=P.length;N<k;N++)P[N]!==R[N]&&(i.disableVertexAttribArray(N),P[N]=0)}function _(R,P,N,k,U,V,H){H===!0?i.vertexAttribIPointer(R,P,N,U,V):i.vertexAttribPointer(R,P,N,k,U,V)}function y(R,P,N,k){x();let U=k.attributes,V=N.getAttributes(),H=P.defaultAttributeValues;for(let te in V){let q=V[te];if(q.location>=0){let Q=U[te];if(Q===void 0&&(te==="instanceMatrix"&&R.instanceMatrix&&(Q=R.instanceMatrix),te==="instanceColor"&&R.instanceColor&&(Q=R.instanceColor)),Q!==void 0){let ee=Q.normalized,ve=Q.itemSize,Ne=e.get(Q);if(Ne===void 0)continue;let J=Ne.buffer,ue=Ne.type,ye=Ne.bytesPerElement,Ce=ue===i.INT||ue===i.UNSIGNED_INT||Q.gpuType===Ol;if(Q.isInterleavedBufferAttribute){let pe=Q.data,Fe=pe.isInterleavedBuffer===!0?pe.stride:pe.itemSize,Rt=Q.offset;if(pe.isInstancedInterleavedBuffer||pe.isInstancedBufferAttribute){for(let Ie=0;Ie<q.locationSize;Ie++)m(q.location+Ie,pe.meshPerAttribute);R.isInstancedMesh!==!0&&k._maxInstanceCount===void 0&&(k._maxInstanceCount=pe.meshPerAttribute*pe.count)}else for(let Ie=0;Ie<q.locationSize;Ie++)p(q.location+Ie);i.bindBuffer(i.ARRAY_BUFFER,J);for(let Ie=0;Ie<q.locationSize;Ie++)_(q.location+Ie,ve/q.locationSize,ue,ee,Fe*ye,(Rt+ve/q.locationSize*Ie)*ye,Ce)}else{if(Q.isInstancedBufferAttribute){for(let pe=0;pe<q.locationSize;pe++)m(q.location+pe,Q.meshPerAttribute);R.isInstancedMesh!==!0&&k._maxInstanceCount===void 0&&(k._maxInstanceCount=Q.meshPerAttribute*Q.count)}else for(let pe=0;pe<q.locationSize;pe++)p(q.location+pe);i.bindBuffer(i.ARRAY_BUFFER,J);for(let pe=0;pe<q.locationSize;pe++)_(q.location+pe,ve/q.locationSize,ue,ee,ve*ye,ve/q.locationSize*pe*ye,Ce)}}else if(H!==void 0){let ee=H[te];if(ee!==void 0)switch(ee.length){case 2:i.vertexAttrib2fv(q.location,ee);break;case 3:i.vertexAttrib3fv(q.location,ee);break;case 4:i.vertexAttrib4fv(q.location,ee);break;default:i.vertexAttrib1fv(q.location,ee)}}}}b()}function M(){L();for(let R in n){let P=n[R];for(let N in P){let k=P[N];for(let U in k){let V=k[U];for(let H in V)u(V[H].object),delete V[H];delete k[U]}}delete n[R]}}function w(R){if(n[R.id]===void 0)return;let P=n[R.id];for(let N in P){let k=P[N];for(let U in k){let V=k[U];for(let H in V)u(V[H].object),delete V[H];delete k[U]}}delete n[R.id]}function v(R){for(let P in n){let N=n[P];for(let k in N){let U=N[k];if(U[R.id]===void 0)continue;let V=U[R.id];for(let H in V)u(V[H].object),delete V[H];delete U[R.id]}}}function S(R){for(let P in n){let N=n[P],k=R.isInstancedMesh===!0?R.id:0,U=N[k];if(U!==void 0){for(let V in U){let H=U[V];for(let te in H)u(H[te].object),delete H[te];delete U[V]}delete N[k],Object.keys(N).length===0&&delete n[P]}}}function L(){E(),o=!0,r!==s&&(r=s,c(r.object))}function E(){s.geometry=null,s.program=null,s.wireframe=!1}return{setup:a,reset:L,resetDefaultState:E,dispose:M,releaseStatesOfGeometry:w,releaseStatesOfObject:S,releaseStatesOfProgram:v,initAttributes:x,enableAttribute:p,disableUnusedAttributes:b}}function qM(i,e,t){let n;function s(l){n=l}function r(l,c){i.drawArrays(n,l,c),t.update(c,n,1)}function o(l,c,u){u!==0&&(i.drawArraysInstanced(n,l,c,u),t.update(c,n,u))}function a(l,c,u){if(u===0)return;e.get("WEBGL_multi_draw").multiDrawArraysWEBGL(n,l,0,c,0,u);let d=0;for(let f=0;f<u;f++)d+=c[f];t.update(d,n,1)}this.setMode=s,this.render=r,this.renderInstances=o,this.renderMultiDraw=a}function XM(i,e,t,n){let s;function r(){if(s!==void 0)return s;if(e.has("EXT_texture_filter_anisotropic")===!0){let v=e.get("EXT_texture_filter_anisotropic");s=i.getParameter(v.MAX_TEXTURE_MAX_ANISOTROPY_EXT)}else s=0;return s}function o(v){return!(v!==jt&&n.convert(v)!==i.getParameter(i.IMPLEMENTATION_COLOR_READ_FORMAT))}function a(v){let S=v===un&&(e.has("EXT_color_buffer_half_float")||e.has("EXT_color_buffer_float"));return!(v!==Rn&&v!==$t&&!S&&n.convert(v)!==i.getParameter(i.IMPLEMENTATION_COLOR_READ_TYPE))}function l(v){if(v==="highp"){if(i.getShaderPrecisionFormat(i.VERTEX_SHADER,i.HIGH_FLOAT).precision>0&&i.getShaderPrecisionFormat(i.FRAGMENT_SHADER,i.HIGH_FLOAT).precision>0)return"highp";v="mediump"}return v==="mediump"&&i.getShaderPrecisionFormat(i.VERTEX_SHADER,i.MEDIUM_FLOAT).precision>0&&i.getShaderPrecisionFormat(i.FRAGMENT_SHADER,i.MEDIUM_FLOAT).precision>0?"mediump":"lowp"}let c=t.precision!==void 0?t.precision:"highp",u=l(c);u!==c&&(Te("WebGLRenderer:",c,"not supported, using",u,"instead."),c=u);let h=t.reversedDepthBuffer===!0&&e.has("EXT_clip_control"),d=t.logarithmicDepthBuffer===!0&&h===!1;t.reversedDepthBuffer===!0&&h===!1&&Te("WebGLRenderer: Unable to use reversed depth buffer due to missing EXT_clip_control extension. Fallback to default depth buffer."),t.logarithmicDepthBuffer===!0&&h===!0&&Te("WebGLRenderer: Logarithmic depth buffer is ignored when reversed depth buffer is enabled.");let f=i.getParameter(i.MAX_TEXTURE_IMAGE_UNITS),g=i.getParameter(i.MAX_VERTEX_TEXTURE_IMAGE_UNITS),x=i.getParameter(i.MAX_TEXTURE_SIZE),p=i.getParameter(i.MAX_CUBE_MAP_TEXTURE_SIZE),m=i.getParameter(i.MAX_VERTEX_ATTRIBS),b=i.getParameter(i.MAX_VERTEX_UNIFORM_VECTORS),_=i.getParameter(i.MAX_VARYING_VECTORS),y=i.getParameter(i.MAX_FRAGMENT_UNIFORM_VECTORS),M=i.getParameter(i.MAX_SAMPLES),w=i.getParameter(i.SAMPLES);return{isWebGL2:!0,getMaxAnisotropy:r,getMaxPrecision:l,textureFormatReadable:o,textureTypeReadable:a,precision:c,logarithmicDepthBuffer:d,reversedDepthBuffer:h,maxTextures:f,maxVertexTextures:g,maxTextureSize:x,maxCubemapSize:p,maxAttributes:m,maxVertexUniforms:b,maxVaryings:_,maxFragmentUniforms:y,maxSamples:M,samples:w}}function jM(i){let e=this,t=null,n=0,s=!1,r=!1,o=new Jt,a=new ke,l={value:null,needsUpdate:!1};this.uniform=l,this.numPlanes=0,this.numIntersection=0,this.init=function(h,d){let f=h.length!==0||d||n!==0||s;return s=d,n=h.length,f},this.beginShadows=function(){r=!0,u(null)},this.endShadows=function(){r=!1},this.setGlobalState=function(h,d){t=u(h,d,0)},this.setState=function(h,d,f){let g=h.clippingPlanes,x=h.clipIntersection,p=h.clipShadows,m=i.get(h);if(!s||g===null||g.length===0||r&&!p)r?u(null):c();else{let b=r?0:n,_=b*4,y=m.clippingState||null;l.value=y,y=u(g,d,_,f);for(let M=0;M!==_;++M)y[M]=t[M];m.clippingState=y,this.numIntersection=x?this.numPlanes:0,this.numPlanes+=b}};function c(){l.value!==t&&(l.value=t,l.needsUpdate=n>0),e.numPlanes=n,e.numIntersection=0}function u(h,d,f,g){let x=h!==null?h.length:0,p=null;if(x!==0){if(p=l.value,g!==!0||p===null){let m=f+x*4,b=d.matrixWorldInverse;a.getNormalMatrix(b),(p===null||p.length<m)&&(p=new Float32Array(m));for(let _=0,y=f;_!==x;++_,y+=4)o.copy(h[_]).applyMatrix4(b,a),o.normal.toArray(p,y),p[y+3]=o.constant}l.value=p,l.needsUpdate=!0}return e.numPlanes=x,e.numIntersection=0,p}}var la=class extends gn{constructor(e=1,t={}){super(e,e,t),this.isWebGLCubeRenderTarget=!0;let n={width:e,height:e,depth:1},s=[n,n,n,n,n,n];this.texture=new Uo(s),this._setTextureOptions(t),this.texture.isRenderTargetTexture=!0}fromEquirectangularTexture(e,t){this.texture.type=t.type,this.texture.colorSpace=t.colorSpace,this.texture.generateMipmaps=t.generateMipmaps,this.texture.minFilter=t.minFilter,this.texture.magFilter=t.magFilter;let n={uniforms:{tEquirect:{value:null}},vertexShader:`

				varying vec3 vWorldDirection;

				vec3 transformDirection( in vec3 dir, in mat4 matrix ) {

					return normalize( ( matrix * vec4( dir, 0.0 ) ).xyz );

				}

				void main() {

					vWorldDirection = transformDirection( position, modelMatrix );

					#include <begin_vertex>
					#include <project_vertex>

				}
			`,fragmentShader:`

				uniform sampler2D tEquirect;

				varying vec3 vWorldDirection;

				#include <common>

				void main() {

					vec3 direction = normalize( vWorldDirection );

					vec2 sampleUV = equirectUv( direction );

					gl_FragColor = texture2D( tEquirect, sampleUV );

				}
			`},s=new Tr(5,5,5),r=new Tn({name:"CubemapFromEquirect",uniforms:Gs(n.uniforms),vertexShader:n.vertexShader,fragmentShader:n.fragmentShader,side:Zt,blending:$i});r.uniforms.tEquirect.value=t;let o=new nt(s,r),a=t.minFilter;return t.minFilter===En&&(t.minFilter=Pt),new Pr(1,10,this).update(e,o),t.minFilter=a,o.geometry.dispose(),o.material.dispose(),this}clear(e,t=!0,n=!0,s=!0){let r=e.getRenderTarget();for(let o=0;o<6;o++)e.setRenderTarget(this,o),e.clear(t,n,s);e.setRenderTarget(r)}},Wm=256,KM=3,YM=20,fg=256,pg=16,JM=3,$M=new C,ZM=new Ee,Sc=class i{constructor(e){this._renderer=e,this._cubeSize=0,this._sourceTarget=null,this._cubeCamera=new Pr(1,10,null),this._boxMesh=new nt(new Tr(5,5,5),null),this._cubemapMaterial=null,this._equirectMaterial=null,this._blurMaterial=null,this._ggxMaterial=null,this._integrationMaterial=null}fromScene(e,t=0,n=.1,s=100,r={}){let{size:o=256,position:a=$M}=r,l=this._renderer;this._setSize(o);let c=this._allocateTarget(),u=this._getSourceTarget(!0);t>0&&(u.texture.mipmapsAutoUpdate=!1);let h=l.autoClear,d=l.autoClearColor,f=l.autoClearDepth,g=l.autoClearStencil,x=e.background;l.autoClear=!0,l.autoClearColor=!0,l.autoClearDepth=!0,l.autoClearStencil=!0,x===null&&(e.background=l.getClearColor(ZM));let p=new Pr(n,s,u);return p.position.copy(a),p.update(l,e),l.autoClear=h,l.autoClearColor=d,l.autoClearDepth=f,l.autoClearStencil=g,e.background=x,t>0&&(u.texture.mipmapsAutoUpdate=!0,this._blur(c,t)),this._applyPMREM(c),c}fromEquirectangular(e,t=null){return this._fromTexture(e,t)}fromCubemap(e,t=null){return this._fromTexture(e,t)}compileCubemapShader(){this._cubemapMaterial===null&&(this._cubemapMaterial=jm(),this._compileMaterial(this._cubemapMaterial))}compileEquirectangularShader(){this._equirectMaterial===null&&(this._equirectMaterial=Xm(),this._compileMaterial(this._equirectMaterial))}dispose(){this._sourceTarget!==null&&this._sourceTarget.dispose(),this._cubemapMaterial!==null&&this._cubemapMaterial.dispose(),this._equirectMaterial!==null&&this._equirectMaterial.dispose(),this._blurMaterial!==null&&this._blurMaterial.dispose(),this._ggxMaterial!==null&&this._ggxMaterial.dispose(),this._integrationMaterial!==null&&this._integrationMaterial.dispose(),this._boxMesh.geometry.dispose()}static lodToRoughness(e,t){return t>0?1-Math.sqrt(1-e/t):0}_setSize(e){this._cubeSize=Math.max(Wm,sd(e))}_fromTexture(e,t){e.mapping===Mi||e.mapping===kr?this._setSize(e.image.length===0?Wm:e.image[0].width||e.image[0].image.width):this._setSize(e.image.width/4);let n=t||this._allocateTarget();return this._textureToCubemap(e),this._applyPMREM(n),n}_allocateTarget(){let e=this._cubeSize,t=qm(e,!1,!1),n=Math.log2(e)-KM;for(let s=0;s<=n;s++)t.texture.mipmaps.push({width:e>>s,height:e>>s});return t.texture.name="PMREM",t.texture.isPMREMTexture=!0,t}_getSourceTarget(e=!1){let t=this._cubeSize,n=this._sourceTarget;return(n===null||n.width!==t||e&&n.depthBuffer===!1)&&(n!==null&&n.dispose(),this._sourceTarget=qm(t,!0,e)),this._sourceTarget}_compileMaterial(e){this._boxMesh.material=e,this._renderer.compile(this._boxMesh,this._cubeCamera.children[0])}_renderCube(e,t,n){let s=this._boxMesh,r=this._cubeCamera;s.material=n,r.renderTarget=e,r.activeMipmapLevel=t;let o=e.width>>t;e.viewport.set(0,0,o,o),r.update(this._renderer,s),e.viewport.set(0,0,e.width,e.height)}_textureToCubemap(e){let t;e.mapping===Mi||e.mapping===kr?(this._cubemapMaterial===null&&(this._cubemapMaterial=jm()),t=this._cubemapMaterial,t.uniforms.flipEnvMap.value=e.isRenderTargetTexture===!1?-1:1):(this._equirectMaterial===null&&(this._equirectMaterial=Xm()),t=this._equirectMaterial),t.uniforms.envMap.value=e,this._renderCube(this._getSourceTarget(),0,t)}_applyPMREM(e){this._ggxMaterial===null&&(this._ggxMaterial=QM(),this._integrationMaterial=eS());let t=this._cubeSize,n=e.texture.mipmaps.length-1,s=this._ggxMaterial.uniforms;s.envMap.value=this._sourceTarget.texture;let r=this._integrationMaterial.uniforms;r.envMap.value=this._sourceTarget.texture,r.sourceLod.value=Math.log2(t/pg);for(let o=0;o<=n;o++){let a=i.lodToRoughness(o,n);if(o>n-JM)r.roughness.value=a,this._renderCube(e,o,this._integrationMaterial);else{let l=a>0?Math.log2(t)+.5*Math.log2(6/(fg*Math.pow(a,4)))+.5:0;s.roughness.value=a,s.lodBias.value=l,this._renderCube(e,o,this._ggxMaterial)}}}_blur(e,t){this._blurMaterial===null&&(this._blurMaterial=tS());let n=this._blurMaterial,s=n.uniforms,r=this._sourceTarget;s.sigma.value=Math.min(t,Math.PI)/Math.SQRT2,s.envMap.value=r.texture,this._renderCube(e,0,n),s.envMap.value=e.texture,this._renderCube(r,0,n)}};function qm(i,e,t){return new la(i,{minFilter:En,generateMipmaps:e,type:un,colorSpace:Tt,depthBuffer:t})}function ca(i,e,t){return new Tn({name:i,uniforms:e,vertexShader:ze.cube_vert,fragmentShader:t,side:Zt,blending:$i,depthTest:!1,depthWrite:!1})}function QM(){return ca("PMREMGGXConvolution",{envMap:{value:null},roughness:{value:0},lodBias:{value:0}},`

		#define GGX_SAMPLES ${fg}u

		varying vec3 vWorldDirection;

		uniform samplerCube envMap;
		uniform float roughness;
		uniform float lodBias;

		#include <common>

		// Van der Corput radical inverse
		float radicalInverse_VdC( uint bits ) {

			bits = ( bits << 16u ) | ( bits >> 16u );
			bits = ( ( bits & 0x55555555u ) << 1u ) | ( ( bits & 0xAAAAAAAAu ) >> 1u );
			bits = ( ( bits & 0x33333333u ) << 2u ) | ( ( bits & 0xCCCCCCCCu ) >> 2u );
			bits = ( ( bits & 0x0F0F0F0Fu ) << 4u ) | ( ( bits & 0xF0F0F0F0u ) >> 4u );
			bits = ( ( bits & 0x00FF00FFu ) << 8u ) | ( ( bits & 0xFF00FF00u ) >> 8u );
			return float( bits ) * 2.3283064365386963e-10; // / 0x100000000

		}

		// Hammersley sequence
		vec2 hammersley( uint i, uint N ) {

			return vec2( float( i ) / float( N ), radicalInverse_VdC( i ) );

		}

		void main() {

			vec3 N = normalize( vWorldDirection );

			// For very low roughness, just sample the environment directly
			if ( roughness < 0.001 ) {

				gl_FragColor = vec4( textureLod( envMap, N, 0.0 ).rgb, 1.0 );
				return;

			}

			float alpha = roughness * roughness;
			float alpha2 = alpha * alpha;

			// Tangent space basis for VNDF sampling
			vec3 up = abs( N.z ) < 0.999 ? vec3( 0.0, 0.0, 1.0 ) : vec3( 1.0, 0.0, 0.0 );
			vec3 tangent = normalize( cross( up, N ) );
			vec3 bitangent = cross( N, tangent );

			vec3 prefilteredColor = vec3( 0.0 );
			float totalWeight = 0.0;

			for ( uint i = 0u; i < GGX_SAMPLES; i ++ ) {

				vec2 Xi = hammersley( i, GGX_SAMPLES );

				// With V = N, sample the reflected direction directly.
				float invQ = 1.0 / ( 1.0 - Xi.x + alpha2 * Xi.x );
				float NdotL = ( 1.0 - Xi.x - alpha2 * Xi.x ) * invQ;

				if ( NdotL > 0.0 ) {

					float phi = 2.0 * PI * Xi.y;
					float sinTheta = 2.0 * alpha * sqrt( Xi.x * ( 1.0 - Xi.x ) ) * invQ;
					vec3 L = N * NdotL + ( tangent * cos( phi ) + bitangent * sin( phi ) ) * sinTheta;

					// Match the source mip to the sample's solid angle. The terms
					// independent of the sample are precomputed in lodBias.
					float d = alpha2 * invQ;
					float lod = max( log2( d ) + lodBias, 0.0 );

					// Weight by NdotL for the split-sum approximation
					prefilteredColor += textureLod( envMap, L, lod ).rgb * NdotL;
					totalWeight += NdotL;

				}

			}

			gl_FragColor = vec4( prefilteredColor / totalWeight, 1.0 );

		}
	`)}function eS(){return ca("PMREMGGXIntegration",{envMap:{value:null},roughness:{value:0},sourceLod:{value:0},sourceSize:{value:pg}},`

		varying vec3 vWorldDirection;

		uniform samplerCube envMap;
		uniform float roughness;
		uniform float sourceLod;
		uniform int sourceSize;

		void main() {

			vec3 N = normalize( vWorldDirection );

			float alpha = roughness * roughness;
			float alpha2 = alpha * alpha;

			float texelSize = 2.0 / float( sourceSize );

			vec3 prefilteredColor = vec3( 0.0 );
			float totalWeight = 0.0;

			// Pair opposite texels: only the one in N's hemisphere contributes.
			for ( int face = 0; face < 3; face ++ ) {

				for ( int y = 0; y < sourceSize; y ++ ) {

					for ( int x = 0; x < sourceSize; x ++ ) {

						vec2 uv = ( vec2( x, y ) + 0.5 ) * texelSize - 1.0;
						vec3 texelDirection = face == 0 ? vec3( 1.0, uv ) : ( face == 1 ? vec3( uv.x, 1.0, uv.y ) : vec3( uv, 1.0 ) );

						float invDistance = inversesqrt( 1.0 + dot( uv, uv ) );
						float NdotL = dot( N, texelDirection );
						texelDirection *= NdotL < 0.0 ? - 1.0 : 1.0;
						NdotL = abs( NdotL ) * invDistance;

						// With V = N, NdotH squared is ( 1 + NdotL ) / 2. Common factors
						// in the GGX distribution and texel solid angle cancel when normalized.
						float d = 1.0 + alpha2 + ( alpha2 - 1.0 ) * NdotL;
						float weight = NdotL * invDistance * invDistance * invDistance / ( d * d );

						prefilteredColor += textureLod( envMap, texelDirection, sourceLod ).rgb * weight;
						totalWeight += weight;

					}

				}

			}

			gl_FragColor = vec4( prefilteredColor / totalWeight, 1.0 );

		}
	`)}function tS(){return ca("PMREMSphericalGaussianBlur",{envMap:{value:null},sigma:{value:0}},`

		#define SAMPLES ${YM}
		#define GOLDEN_ANGLE 2.39996322973

		varying vec3 vWorldDirection;

		uniform samplerCube envMap;
		uniform float sigma;

		#include <common>

		void main() {

			vec3 outputDirection = normalize( vWorldDirection );

			vec3 up = abs( outputDirection.z ) < 0.999 ? vec3( 0.0, 0.0, 1.0 ) : vec3( 1.0, 0.0, 0.0 );
			vec3 tangent = normalize( cross( up, outputDirection ) );
			vec3 bitangent = cross( outputDirection, tangent );

			// Truncate the kernel at three standard deviations or at the antipode.
			float thetaMax = min( 3.0 * sigma, PI );
			float truncation = 1.0 - exp( - 0.5 * thetaMax * thetaMax / ( sigma * sigma ) );

			vec3 accumColor = vec3( 0.0 );
			float accumWeight = 0.0;

			for ( int i = 0; i < SAMPLES; i ++ ) {

				// Stratified inverse-CDF sampling of the Gaussian, placed on a golden-angle spiral.
				float stratum = ( float( i ) + 0.5 ) / float( SAMPLES );
				float theta = sigma * sqrt( - 2.0 * log( 1.0 - stratum * truncation ) );
				float phi = float( i ) * GOLDEN_ANGLE;

				vec3 offset = cos( phi ) * tangent + sin( phi ) * bitangent;
				vec3 sampleDirection = cos( theta ) * outputDirection + sin( theta ) * offset;

				// Correct the planar sample density to solid angle.
				float weight = sin( theta ) / theta;

				accumColor += weight * textureLod( envMap, sampleDirection, 0.0 ).rgb;
				accumWeight += weight;

			}

			gl_FragColor = vec4( accumColor / accumWeight, 1.0 );

		}
	`)}function Xm(){return ca("PMREMEquirectangularToCubemap",{envMap:{value:null}},`

		varying vec3 vWorldDirection;

		uniform sampler2D envMap;

		#include <common>

		void main() {

			// Average four subpixel samples to preserve small, bright features.
			vec3 direction = normalize( vWorldDirection );
			vec3 dx = dFdx( direction ) * 0.25;
			vec3 dy = dFdy( direction ) * 0.25;

			vec3 color = textureLod( envMap, equirectUv( normalize( direction - dx - dy ) ), 0.0 ).rgb;
			color += textureLod( envMap, equirectUv( normalize( direction + dx - dy ) ), 0.0 ).rgb;
			color += textureLod( envMap, equirectUv( normalize( direction - dx + dy ) ), 0.0 ).rgb;
			color += textureLod( envMap, equirectUv( normalize( direction + dx + dy ) ), 0.0 ).rgb;
			gl_FragColor = vec4( color * 0.25, 1.0 );

		}
	`)}function jm(){return ca("PMREMCubemapToCubemap",{envMap:{value:null},flipEnvMap:{value:-1}},`

		varying vec3 vWorldDirection;

		uniform samplerCube envMap;
		uniform float flipEnvMap;

		void main() {

			gl_FragColor = vec4( textureCube( envMap, vec3( flipEnvMap * vWorldDirection.x, vWorldDirection.yz ) ).rgb, 1.0 );

		}
	`)}function nS(i){let e=new WeakMap,t=new WeakMap,n=null;function s(d,f=!1){return d==null?null:f?o(d):r(d)}function r(d){if(d&&d.isTexture){let f=d.mapping;if(f===Dr||f===Nl)if(e.has(d)){let g=e.get(d).texture;return a(g,d.mapping)}else{let g=d.image;if(g&&g.height>0){let x=new la(g.height);return x.fromEquirectangularTexture(i,d),e.set(d,x),d.addEventListener("dispose",c),a(x.texture,d.mapping)}else return null}}return d}function o(d){if(d&&d.isTexture&&d.isPMREMTexture!==!0){let f=d.mapping,g=f===Dr||f===Nl,x=f===Mi||f===kr;if(g||x){let p=t.get(d),m=p!==void 0?p.texture.pmremVersion:0;if(d.isRenderTargetTexture&&d.pmremVersion!==m)return n===null&&(n=new Sc(i)),p=g?n.fromEquirectangular(d,p):n.fromCubemap(d,p),p.texture.pmremVersion=d.pmremVersion,t.set(d,p),p.texture;if(p!==void 0)return p.texture;{let b=d.image;return g&&b&&b.height>0||x&&b&&l(b)?(n===null&&(n=new Sc(i)),p=g?n.fromEquirectangular(d):n.fromCubemap(d),p.texture.pmremVersion=d.pmremVersion,t.set(d,p),d.addEventListener("dispose",u),p.texture):null}}}return d}function a(d,f){return f===Dr?d.mapping=Mi:f===Nl&&(d.mapping=kr),d}function l(d){let f=0,g=6;for(let x=0;x<g;x++)d[x]!==void 0&&f++;return f===g}function c(d){let f=d.target;f.removeEventListener("dispose",c);let g=e.get(f);g!==void 0&&(e.delete(f),g.dispose())}function u(d){let f=d.target;f.removeEventListener("dispose",u);let g=t.get(f);g!==void 0&&(t.delete(f),g.dispose())}function h(){e=new WeakMap,t=new WeakMap,n!==null&&(n.dispose(),n=null)}return{get:s,dispose:h}}function iS(i){let e={};function t(n){if(e[n]!==void 0)return e[n];let s=i.getExtension(n);return e[n]=s,s}return{has:function(n){return t(n)!==null},init:function(){t("EXT_color_buffer_float"),t("WEBGL_clip_cull_distance"),t("OES_texture_float_linear"),t("EXT_color_buffer_half_float"),t("WEBGL_multisampled_render_to_texture"),t("WEBGL_render_shared_exponent")},get:function(n){let s=t(n);return s===null&&ks("WebGLRenderer: "+n+" extension not supported."),s}}}function sS(i,e,t,n){let s={},r=new WeakMap,o=new FinalizationRegistry(g=>delete s[g]);function a(g){l(g.target)}function l(g){g.index!==null&&e.remove(g.index);for(let p in g.attributes)e.remove(g.attributes[p]);g.removeEventListener("dispose",a),delete s[g.id],o.unregister(g);let x=r.get(g);x&&(e.remove(x),r.delete(g)),n.releaseStatesOfGeometry(g),g.isInstancedBufferGeometry===!0&&delete g._maxInstanceCount,t.memory.geometries--}function c(g,x){return s[x.id]!==void 0||(x.addEventListener("dispose",a),s[x.id]=new WeakRef(x),o.register(x,x.id,x),t.memory.geometries++),x}function u(g){let x=g.attributes;for(let p in x)e.update(x[p],i.ARRAY_BUFFER)}function h(g){let x=g.index,p=g.attributes.position,m=0;if(p===void 0)return;let b=x!==null?x.array.length:p.array.length/3-1,_=p.count>=65535?Io:Po,y=new _(Math.ceil(b/3)*6,1),M=y.array;if(x!==null){let v=x.array;m=x.version;for(let S=0,L=0;S<b;S+=3){let E=v[S+0],R=v[S+1],P=v[S+2];M[L++]=E,M[L++]=R,M[L++]=R,M[L++]=P,M[L++]=P,M[L++]=E}}else{m=p.version;for(let v=0,S=0;v<b;v+=3){let L=v+0,E=v+1,R=v+2;M[S++]=L,M[S++]=E,M[S++]=E,M[S++]=R,M[S++]=R,M[S++]=L}}y.version=m;let w=r.get(g);w&&e.remove(w),r.set(g,y)}function d(g){let x=r.get(g);if(x){let p=g.index;p!==null&&x.version<p.version&&h(g)}else h(g);return r.get(g)}function f(){for(let g in s){let x=s[g].deref();x!==void 0&&l(x)}}return{get:c,update:u,getWireframeAttribute:d,dispose:f}}function rS(i,e,t){let n;function s(h){n=h}let r,o;function a(h){r=h.type,o=h.bytesPerElement}function l(h,d){i.drawElements(n,d,r,h*o),t.update(d,n,1)}function c(h,d,f){f!==0&&(i.drawElementsInstanced(n,d,r,h*o,f),t.update(d,n,f))}function u(h,d,f){if(f===0)return;e.get("WEBGL_multi_draw").multiDrawElementsWEBGL(n,d,0,r,h,0,f);let x=0;for(let p=0;p<f;p++)x+=d[p];t.update(x,n,1)}this.setMode=s,this.setIndex=a,this.render=l,this.renderInstances=c,this.renderMultiDraw=u}function oS(i){let e={geometries:0,textures:0},t={frame:0,calls:0,triangles:0,points:0,lines:0};function n(r,o,a){switch(t.calls++,o){case i.TRIANGLES:t.triangles+=a*(r/3);break;case i.LINES:t.lines+=a*(r/2);break;case i.LINE_STRIP:t.lines+=a*(r-1);break;case i.LINE_LOOP:t.lines+=a*r;break;case i.POINTS:t.points+=a*r;break;default:De("WebGLInfo: Unknown draw mode:",o);break}}function s(){t.calls=0,t.triangles=0,t.points=0,t.lines=0}return{memory:e,render:t,programs:null,autoReset:!0,reset:s,update:n}}function aS(i,e,t){let n=new WeakMap,s=new et;function r(o,a,l){let c=o.morphTargetInfluences,u=a.morphAttributes.position||a.morphAttributes.normal||a.morphAttributes.color,h=u!==void 0?u.length:0,d=n.get(a);if(d===void 0||d.count!==h){let L=function(){v.dispose(),n.delete(a),a.removeEventListener("dispose",L)};d!==void 0&&d.texture.dispose();let f=a.morphAttributes.position!==void 0,g=a.morphAttributes.normal!==void 0,x=a.morphAttributes.color!==void 0,p=a.morphAttributes.position||[],m=a.morphAttributes.normal||[],b=a.morphAttributes.color||[],_=0;f===!0&&(_=1),g===!0&&(_=2),x===!0&&(_=3);let y=a.attributes.position.count*_,M=1;y>e.maxTextureSize&&(M=Math.ceil(y/e.maxTextureSize),y=e.maxTextureSize);let w=new Float32Array(y*M*4*h),v=new Co(w,y,M,h);v.type=$t,v.needsUpdate=!0;let S=_*4;for(let E=0;E<h;E++){let R=p[E],P=m[E],N=b[E],k=y*M*4*E;for(let U=0;U<R.count;U++){let V=U*S;f===!0&&(s.fromBufferAttribute(R,U),w[k+V+0]=s.x,w[k+V+1]=s.y,w[k+V+2]=s.z,w[k+V+3]=0),g===!0&&(s.fromBufferAttribute(P,U),w[k+V+4]=s.x,w[k+V+5]=s.y,w[k+V+6]=s.z,w[k+V+7]=0),x===!0&&(s.fromBufferAttribute(N,U),w[k+V+8]=s.x,w[k+V+9]=s.y,w[k+V+10]=s.z,w[k+V+11]=N.itemSize===4?s.w:1)}}d={count:h,texture:v,size:new Pe(y,M)},n.set(a,d),a.addEventListener("dispose",L)}if(o.isInstancedMesh===!0&&o.morphTexture!==null)l.getUniforms().setValue(i,"morphTexture",o.morphTexture,t);else{let f=0;for(let x=0;x<c.length;x++)f+=c[x];let g=a.morphTargetsRelative?1:1-f;l.getUniforms().setValue(i,"morphTargetBaseInfluence",g),l.getUniforms().setValue(i,"morphTargetInfluences",c)}l.getUniforms().setValue(i,"morphTargetsTexture",d.texture,t),l.getUniforms().setValue(i,"morphTargetsTextureSize",d.size)}return{update:r}}function lS(i,e,t,n,s){let r=new WeakMap;function o(c){let u=s.render.frame,h=c.geometry,d=e.get(c,h);if(r.get(d)!==u&&(e.update(d),r.set(d,u)),c.isInstancedMesh&&(c.hasEventListener("dispose",l)===!1&&c.addEventListener("dispose",l),r.get(c)!==u&&(t.update(c.instanceMatrix,i.ARRAY_BUFFER),c.instanceColor!==null&&t.update(c.instanceColor,i.ARRAY_BUFFER),r.set(c,u))),c.isSkinnedMesh){let f=c.skeleton;r.get(f)!==u&&(f.update(),r.set(f,u))}return d}function a(){r=new WeakMap}function l(c){let u=c.target;u.removeEventListener("dispose",l),n.releaseStatesOfObject(u),t.remove(u.instanceMatrix),u.instanceColor!==null&&t.remove(u.instanceColor)}return{update:o,dispose:a}}var cS={[Jo]:"LINEAR_TONE_MAPPING",[Uh]:"REINHARD_TONE_MAPPING",[Bh]:"CINEON_TONE_MAPPING",[zh]:"ACES_FILMIC_TONE_MAPPING",[Vh]:"AGX_TONE_MAPPING",[Hh]:"NEUTRAL_TONE_MAPPING",[Gh]:"CUSTOM_TONE_MAPPING"};function uS(i,e,t,n,s,r){let o=new gn(e,t,{type:i,depthBuffer:s,stencilBuffer:r,samples:n?4:0,storeMultisampledDepthBuffer:!1,storeMultisampledStencilBuffer:!1,resolveDepthBuffer:!1,resolveStencilBuffer:!1}),a=null,l=null,c=null,u=new gt;u.setAttribute("position",new Xt([-1,3,0,-1,-1,0,3,-1,0],3)),u.setAttribute("uv",new Xt([0,2,0,0,2,0],2));let h=new wl({uniforms:{tDiffuse:{value:null}},vertexShader:`
			precision highp float;

			uniform mat4 modelViewMatrix;
			uniform mat4 projectionMatrix;

			attribute vec3 position;
			attribute vec2 uv;

			varying vec2 vUv;

			void main() {
				vUv = uv;
				gl_Position = projectionMatrix * modelViewMatrix * vec4( position, 1.0 );
			}`,fragmentShader:`
			precision highp float;

			uniform sampler2D tDiffuse;

			varying vec2 vUv;

			#include <tonemapping_pars_fragment>
			#include <colorspace_pars_fragment>

			void main() {
				gl_FragColor = texture2D( tDiffuse, vUv );

				#ifdef LINEAR_TONE_MAPPING
					gl_FragColor.rgb = LinearToneMapping( gl_FragColor.rgb );
				#elif defined( REINHARD_TONE_MAPPING )
					gl_FragColor.rgb = ReinhardToneMapping( gl_FragColor.rgb );
				#elif defined( CINEON_TONE_MAPPING )
					gl_FragColor.rgb = CineonToneMapping( gl_FragColor.rgb );
				#elif defined( ACES_FILMIC_TONE_MAPPING )
					gl_FragColor.rgb = ACESFilmicToneMapping( gl_FragColor.rgb );
				#elif defined( AGX_TONE_MAPPING )
					gl_FragColor.rgb = AgXToneMapping( gl_FragColor.rgb );
				#elif defined( NEUTRAL_TONE_MAPPING )
					gl_FragColor.rgb = NeutralToneMapping( gl_FragColor.rgb );
				#elif defined( CUSTOM_TONE_MAPPING )
					gl_FragColor.rgb = CustomToneMapping( gl_FragColor.rgb );
				#endif

				#ifdef SRGB_TRANSFER
					gl_FragColor = sRGBTransferOETF( gl_FragColor );
				#endif
			}`,depthTest:!1,depthWrite:!1}),d=new nt(u,h),f=new ii(-1,1,1,-1,0,1),g=null,x=null,p=!1,m,b=null,_=[],y=!1;this.setSize=function(M,w){o.setSize(M,w),a!==null&&a.setSize(M,w),l!==null&&l.setSize(M,w);for(let v=0;v<_.length;v++){let S=_[v];S.setSize&&S.setSize(M,w)}},this.setEffects=function(M){_=M,y=_.length>0&&_[0].isRenderPass===!0;let w=o.width,v=o.height;_.length>0&&a===null&&(a=new gn(w,v,{type:un,depthBuffer:!1,stencilBuffer:!1}),l=new gn(w,v,{type:un,depthBuffer:!1,stencilBuffer:!1}));let S=s===!0&&_.some(L=>L.needsDepthTexture===!0);S!==(o.depthTexture!==null)&&(S===!0&&c===null&&(c=new qi(w,v),r===!0&&(c.format=Zi,c.type=zs)),o.dispose(),o.depthTexture=S?c:null,o.resolveDepthBuffer=S,o.storeMultisampledDepthBuffer=S);for(let L=0;L<_.length;L++){let E=_[L];E.setSize&&E.setSize(w,v),S&&E.needsDepthTexture===!0&&E.setDepthTexture&&E.setDepthTexture(c)}},this.begin=function(M,w){if(p||M.toneMapping===_i&&_.length===0)return!1;if(b=w,w!==null){let v=w.width,S=w.height;(o.width!==v||o.height!==S)&&this.setSize(v,S)}return y===!1&&M.setRenderTarget(o),m=M.toneMapping,M.toneMapping=_i,!0},this.hasRenderPass=function(){return y},this.end=function(M,w){M.toneMapping=m,p=!0;let v=o,S=a;for(let L=0;L<_.length;L++){let E=_[L];E.enabled!==!1&&(E.render(M,S,v,w),E.needsSwap!==!1&&(v=S,S=S===a?l:a))}if(g!==M.outputColorSpace||x!==M.toneMapping){g=M.outputColorSpace,x=M.toneMapping,h.defines={},He.getTransfer(g)===rt&&(h.defines.SRGB_TRANSFER="");let L=cS[x];L&&(h.defines[L]=""),h.needsUpdate=!0}h.uniforms.tDiffuse.value=v.texture,M.setRenderTarget(b),M.render(d,f),b=null,p=!1},this.isCompositing=function(){return p},this.dispose=function(){o.dispose(),a!==null&&a.dispose(),l!==null&&l.dispose(),u.dispose(),h.dispose()}}var mg=new At,gg=new qi(1,1),bg=new zo(1),xg=new Co,yg=new vl,vg=new Uo,Km=[],Ym=[],Jm=new Float32Array(16),$m=new Float32Array(9),Zm=new Float32Array(4);function zr(i,e,t){let n=i[0];if(n<=0||n>0)return i;let s=e*t,r=Km[s];if(r===void 0&&(r=new Float32Array(s),Km[s]=r),e!==0){n.toArray(r,0);for(let o=1,a=0;o!==e;++o)a+=t,i[o].toArray(r,a)}return r}function zt(i,e){if(i.length!==e.length)return!1;for(let t=0,n=i.length;t<n;t++)if(i[t]!==e[t])return!1;return!0}function Gt(i,e){for(let t=0,n=e.length;t<n;t++)i[t]=e[t]}function Tc(i,e){let t=Ym[e];t===void 0&&(t=new Int32Array(e),Ym[e]=t);for(let n=0;n!==e;++n)t[n]=i.allocateTextureUnit();return t}function hS(i,e){let t=this.cache;t[0]!==e&&(i.uniform1f(this.addr,e),t[0]=e)}function dS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y)&&(i.uniform2f(this.addr,e.x,e.y),t[0]=e.x,t[1]=e.y);else{if(zt(t,e))return;i.uniform2fv(this.addr,e),Gt(t,e)}}function fS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z)&&(i.uniform3f(this.addr,e.x,e.y,e.z),t[0]=e.x,t[1]=e.y,t[2]=e.z);else if(e.r!==void 0)(t[0]!==e.r||t[1]!==e.g||t[2]!==e.b)&&(i.uniform3f(this.addr,e.r,e.g,e.b),t[0]=e.r,t[1]=e.g,t[2]=e.b);else{if(zt(t,e))return;i.uniform3fv(this.addr,e),Gt(t,e)}}function pS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z||t[3]!==e.w)&&(i.uniform4f(this.addr,e.x,e.y,e.z,e.w),t[0]=e.x,t[1]=e.y,t[2]=e.z,t[3]=e.w);else{if(zt(t,e))return;i.uniform4fv(this.addr,e),Gt(t,e)}}function mS(i,e){let t=this.cache,n=e.elements;if(n===void 0){if(zt(t,e))return;i.uniformMatrix2fv(this.addr,!1,e),Gt(t,e)}else{if(zt(t,n))return;Zm.set(n),i.uniformMatrix2fv(this.addr,!1,Zm),Gt(t,n)}}function gS(i,e){let t=this.cache,n=e.elements;if(n===void 0){if(zt(t,e))return;i.uniformMatrix3fv(this.addr,!1,e),Gt(t,e)}else{if(zt(t,n))return;$m.set(n),i.uniformMatrix3fv(this.addr,!1,$m),Gt(t,n)}}function bS(i,e){let t=this.cache,n=e.elements;if(n===void 0){if(zt(t,e))return;i.uniformMatrix4fv(this.addr,!1,e),Gt(t,e)}else{if(zt(t,n))return;Jm.set(n),i.uniformMatrix4fv(this.addr,!1,Jm),Gt(t,n)}}function xS(i,e){let t=this.cache;t[0]!==e&&(i.uniform1i(this.addr,e),t[0]=e)}function yS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y)&&(i.uniform2i(this.addr,e.x,e.y),t[0]=e.x,t[1]=e.y);else{if(zt(t,e))return;i.uniform2iv(this.addr,e),Gt(t,e)}}function vS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z)&&(i.uniform3i(this.addr,e.x,e.y,e.z),t[0]=e.x,t[1]=e.y,t[2]=e.z);else{if(zt(t,e))return;i.uniform3iv(this.addr,e),Gt(t,e)}}function _S(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z||t[3]!==e.w)&&(i.uniform4i(this.addr,e.x,e.y,e.z,e.w),t[0]=e.x,t[1]=e.y,t[2]=e.z,t[3]=e.w);else{if(zt(t,e))return;i.uniform4iv(this.addr,e),Gt(t,e)}}function MS(i,e){let t=this.cache;t[0]!==e&&(i.uniform1ui(this.addr,e),t[0]=e)}function SS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y)&&(i.uniform2ui(this.addr,e.x,e.y),t[0]=e.x,t[1]=e.y);else{if(zt(t,e))return;i.uniform2uiv(this.addr,e),Gt(t,e)}}function wS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z)&&(i.uniform3ui(this.addr,e.x,e.y,e.z),t[0]=e.x,t[1]=e.y,t[2]=e.z);else{if(zt(t,e))return;i.uniform3uiv(this.addr,e),Gt(t,e)}}function TS(i,e){let t=this.cache;if(e.x!==void 0)(t[0]!==e.x||t[1]!==e.y||t[2]!==e.z||t[3]!==e.w)&&(i.uniform4ui(this.addr,e.x,e.y,e.z,e.w),t[0]=e.x,t[1]=e.y,t[2]=e.z,t[3]=e.w);else{if(zt(t,e))return;i.uniform4uiv(this.addr,e),Gt(t,e)}}function Ac(i){return i.version===0&&(i.compareFunction=ed,i.needsUpdate=!0),i}function AS(i,e,t){let n=this.cache,s=t.allocateTextureUnit();n[0]!==s&&(i.uniform1i(this.addr,s),n[0]=s);let r;this.type===i.SAMPLER_2D_SHADOW?r=Ac(gg):r=mg,t.setTexture2D(e||r,s)}function ES(i,e,t){let n=this.cache,s=t.allocateTextureUnit();n[0]!==s&&(i.uniform1i(this.addr,s),n[0]=s),t.setTexture3D(e||yg,s)}function RS(i,e,t){let n=this.cache,s=t.allocateTextureUnit();n[0]!==s&&(i.uniform1i(this.addr,s),n[0]=s);let r;this.type===i.SAMPLER_CUBE_SHADOW?r=Ac(bg):r=vg,t.setTextureCube(e||r,s)}function CS(i,e,t){let n=this.cache,s=t.allocateTextureUnit();n[0]!==s&&(i.uniform1i(this.addr,s),n[0]=s),t.setTexture2DArray(e||xg,s)}function PS(i){switch(i){case 5126:return hS;case 35664:return dS;case 35665:return fS;case 35666:return pS;case 35674:return mS;case 35675:return gS;case 35676:return bS;case 5124:case 35670:return xS;case 35667:case 35671:return yS;case 35668:case 35672:return vS;case 35669:case 35673:return _S;case 5125:return MS;case 36294:return SS;case 36295:return wS;case 36296:return TS;case 35678:case 36198:case 36298:case 36306:case 35682:return AS;case 35679:case 36299:case 36307:return ES;case 35680:case 36300:case 36308:case 36293:return RS;case 36289:case 36303:case 36311:case 36292:return CS}}function IS(i,e){i.uniform1fv(this.addr,e)}function LS(i,e){let t=zr(e,this.size,2);i.uniform2fv(this.addr,t)}function kS(i,e){let t=zr(e,this.size,3);i.uniform3fv(this.addr,t)}function DS(i,e){let t=zr(e,this.size,4);i.uniform4fv(this.addr,t)}function NS(i,e){let t=zr(e,this.size,4);i.uniformMatrix2fv(this.addr,!1,t)}function FS(i,e){let t=zr(e,this.size,9);i.uniformMatrix3fv(this.addr,!1,t)}function OS(i,e){let t=zr(e,this.size,16);i.uniformMatrix4fv(this.addr,!1,t)}function US(i,e){i.uniform1iv(this.addr,e)}function BS(i,e){i.uniform2iv(this.addr,e)}function zS(i,e){i.uniform3iv(this.addr,e)}function GS(i,e){i.uniform4iv(this.addr,e)}function VS(i,e){i.uniform1uiv(this.addr,e)}function HS(i,e){i.uniform2uiv(this.addr,e)}function WS(i,e){i.uniform3uiv(this.addr,e)}function qS(i,e){i.uniform4uiv(this.addr,e)}function XS(i,e,t){let n=this.cache,s=e.length,r=Tc(t,s);zt(n,r)||(i.uniform1iv(this.addr,r),Gt(n,r));let o;this.type===i.SAMPLER_2D_SHADOW?o=Ac(gg):o=mg;for(let a=0;a!==s;++a)t.setTexture2D(e[a]||o,r[a])}function jS(i,e,t){let n=this.cache,s=e.length,r=Tc(t,s);zt(n,r)||(i.uniform1iv(this.addr,r),Gt(n,r));for(let o=0;o!==s;++o)t.setTexture3D(e[o]||yg,r[o])}function KS(i,e,t){let n=this.cache,s=e.length,r=Tc(t,s);zt(n,r)||(i.uniform1iv(this.addr,r),Gt(n,r));let o;this.type===i.SAMPLER_CUBE_SHADOW?o=Ac(bg):o=vg;for(let a=0;a!==s;++a)t.setTextureCube(e[a]||o,r[a])}function YS(i,e,t){let n=this.cache,s=e.length,r=Tc(t,s);zt(n,r)||(i.uniform1iv(this.addr,r),Gt(n,r));for(let o=0;o!==s;++o)t.setTexture2DArray(e[o]||xg,r[o])}function JS(i){switch(i){case 5126:return IS;case 35664:return LS;case 35665:return kS;case 35666:return DS;case 35674:return NS;case 35675:return FS;case 35676:return OS;case 5124:case 35670:return US;case 35667:case 35671:return BS;case 35668:case 35672:return zS;case 35669:case 35673:return GS;case 5125:return VS;case 36294:return HS;case 36295:return WS;case 36296:return qS;case 35678:case 36198:case 36298:case 36306:case 35682:return XS;case 35679:case 36299:case 36307:return jS;case 35680:case 36300:case 36308:case 36293:return KS;case 36289:case 36303:case 36311:case 36292:return YS}}var fd=class{constructor(e,t,n){this.id=e,this.addr=n,this.cache=[],this.type=t.type,this.setValue=PS(t.type)}},pd=class{constructor(e,t,n){this.id=e,this.addr=n,this.cache=[],this.type=t.type,this.size=t.size,this.setValue=JS(t.type)}},md=class{constructor(e){this.id=e,this.seq=[],this.map={}}setValue(e,t,n){let s=this.seq;for(let r=0,o=s.length;r!==o;++r){let a=s[r];a.setValue(e,t[a.id],n)}}},hd=/(\w+)(\])?(\[|\.)?/g;function Qm(i,e){i.seq.push(e),i.map[e.id]=e}function $S(i,e,t){let n=i.name,s=n.length;for(hd.lastIndex=0;;){let r=hd.exec(n),o=hd.lastIndex,a=r[1],l=r[2]==="]",c=r[3];if(l&&(a=a|0),c===void 0||c==="["&&o+2===s){Qm(t,c===void 0?new fd(a,i,e):new pd(a,i,e));break}else{let h=t.map[a];h===void 0&&(h=new md(a),Qm(t,h)),t=h}}}var Ur=class{constructor(e,t){this.seq=[],this.map={};let n=e.getProgramParameter(t,e.ACTIVE_UNIFORMS);for(let o=0;o<n;++o){let a=e.getActiveUniform(t,o),l=e.getUniformLocation(t,a.name);$S(a,l,this)}let s=[],r=[];for(let o of this.seq)o.type===e.SAMPLER_2D_SHADOW||o.type===e.SAMPLER_CUBE_SHADOW||o.type===e.SAMPLER_2D_ARRAY_SHADOW?s.push(o):r.push(o);s.length>0&&(this.seq=s.concat(r))}setValue(e,t,n,s){let r=this.map[t];r!==void 0&&r.setValue(e,n,s)}setOptional(e,t,n){let s=t[n];s!==void 0&&this.setValue(e,n,s)}static upload(e,t,n,s){for(let r=0,o=t.length;r!==o;++r){let a=t[r],l=n[a.id];l.needsUpdate!==!1&&a.setValue(e,l.value,s)}}static seqWithValue(e,t){let n=[];for(let s=0,r=e.length;s!==r;++s){let o=e[s];o.id in t&&n.push(o)}return n}};function eg(i,e,t){let n=i.createShader(e);return i.shaderSource(n,t),i.compileShader(n),n}var ZS=37297,QS=0;function ew(i,e){let t=i.split(`
`),n=[],s=Math.max(e-6,0),r=Math.min(e+6,t.length);for(let o=s;o<r;o++){let a=o+1;n.push(`${a===e?">":" "} ${a}: ${t[o]}`)}return n.join(`
`)}var tg=new ke;function tw(i){He._getMatrix(tg,He.workingColorSpace,i);let e=`mat3( ${tg.elements.map(t=>t.toFixed(4))} )`;switch(He.getTransfer(i)){case Eo:return[e,"LinearTransferOETF"];case rt:return[e,"sRGBTransferOETF"];default:return Te("WebGLProgram: Unsupported color space: ",i),[e,"LinearTransferOETF"]}}function ng(i,e,t){let n=i.getShaderParameter(e,i.COMPILE_STATUS),r=(i.getShaderInfoLog(e)||"").trim();if(n&&r==="")return"";let o=/ERROR: 0:(\d+)/.exec(r);if(o){let a=parseInt(o[1]);return t.toUpperCase()+`

`+r+`

`+ew(i.getShaderSource(e),a)}else return r}function nw(i,e){let t=tw(e);return[`vec4 ${i}( vec4 value ) {`,`	return ${t[1]}( vec4( ${t[0]} * value.rgb, value.a ) );`,"}"].join(`
`)}var iw={[Jo]:"Linear",[Uh]:"Reinhard",[Bh]:"Cineon",[zh]:"ACESFilmic",[Vh]:"AgX",[Hh]:"Neutral",[Gh]:"Custom"};function sw(i,e){let t=iw[e];return t===void 0?(Te("WebGLProgram: Unsupported toneMapping:",e),"vec3 "+i+"( vec3 color ) { return LinearToneMapping( color ); }"):"vec3 "+i+"( vec3 color ) { return "+t+"ToneMapping( color ); }"}var Mc=new C;function rw(){He.getLuminanceCoefficients(Mc);let i=Mc.x.toFixed(4),e=Mc.y.toFixed(4),t=Mc.z.toFixed(4);return["float luminance( const in vec3 rgb ) {",`	const vec3 weights = vec3( ${i}, ${e}, ${t} );`,"	return dot( weights, rgb );","}"].join(`
`)}function ow(i){return[i.extensionClipCullDistance?"#extension GL_ANGLE_clip_cull_distance : require":"",i.extensionMultiDraw?"#extension GL_ANGLE_multi_draw : require":""].filter(aa).join(`
`)}function aw(i){let e=[];for(let t in i){let n=i[t];n!==!1&&e.push("#define "+t+" "+n)}return e.join(`
`)}function lw(i,e){let t={},n=i.getProgramParameter(e,i.ACTIVE_ATTRIBUTES);for(let s=0;s<n;s++){let r=i.getActiveAttrib(e,s),o=r.name,a=1;r.type===i.FLOAT_MAT2&&(a=2),r.type===i.FLOAT_MAT3&&(a=3),r.type===i.FLOAT_MAT4&&(a=4),t[o]={type:r.type,location:i.getAttribLocation(e,o),locationSize:a}}return t}function aa(i){return i!==""}function ig(i,e){let t=e.numSpotLightShadows+e.numSpotLightMaps-e.numSpotLightShadowsWithMaps;return i.replace(/NUM_SUN_LIGHTS/g,e.numSunLights).replace(/NUM_DIR_LIGHTS/g,e.numDirLights).replace(/NUM_SPOT_LIGHTS/g,e.numSpotLights).replace(/NUM_SPOT_LIGHT_MAPS/g,e.numSpotLightMaps).replace(/NUM_SPOT_LIGHT_COORDS/g,t).replace(/NUM_RECT_AREA_LIGHTS/g,e.numRectAreaLights).replace(/NUM_POINT_LIGHTS/g,e.numPointLights).replace(/NUM_HEMI_LIGHTS/g,e.numHemiLights).replace(/NUM_SUN_LIGHT_SHADOWS/g,e.numSunLightShadows).replace(/NUM_DIR_LIGHT_SHADOWS/g,e.numDirLightShadows).replace(/NUM_SPOT_LIGHT_SHADOWS_WITH_MAPS/g,e.numSpotLightShadowsWithMaps).replace(/NUM_SPOT_LIGHT_SHADOWS/g,e.numSpotLightShadows).replace(/NUM_POINT_LIGHT_SHADOWS/g,e.numPointLightShadows).replace(/NUM_LIGHT_PROBE_GRIDS/g,e.numLightProbeGrids)}function sg(i,e){return i.replace(/NUM_CLIPPING_PLANES/g,e.numClippingPlanes).replace(/UNION_CLIPPING_PLANES/g,e.numClippingPlanes-e.numClipIntersection)}var cw=/^[ \t]*#include +<([\w\d./]+)>/gm;function gd(i){return i.replace(cw,uw)}function uw(i,e){let t=ze[e];if(t===void 0)throw new Error("THREE.WebGLProgram: Can not resolve #include <"+e+">");return gd(t)}var hw=/#pragma unroll_loop_start\s+for\s*\(\s*int\s+i\s*=\s*(\d+)\s*;\s*i\s*<\s*(\d+)\s*;\s*i\s*\+\+\s*\)\s*{([\s\S]+?)}\s+#pragma unroll_loop_end/g;function rg(i){return i.replace(hw,dw)}function dw(i,e,t,n){let s="";for(let r=parseInt(e);r<parseInt(t);r++)s+=n.replace(/\[\s*i\s*\]/g,"[ "+r+" ]").replace(/UNROLLED_LOOP_INDEX/g,r);return s}function og(i){let e=`precision ${i.precision} float;
	precision ${i.precision} int;
	precision ${i.precision} sampler2D;
	precision ${i.precision} samplerCube;
	precision ${i.precision} sampler3D;
	precision ${i.precision} sampler2DArray;
	precision ${i.precision} sampler2DShadow;
	precision ${i.precision} samplerCubeShadow;
	precision ${i.precision} sampler2DArrayShadow;
	precision ${i.precision} isampler2D;
	precision ${i.precision} isampler3D;
	precision ${i.precision} isamplerCube;
	precision ${i.precision} isampler2DArray;
	precision ${i.precision} usampler2D;
	precision ${i.precision} usampler3D;
	precision ${i.precision} usamplerCube;
	precision ${i.precision} usampler2DArray;
	`;return i.precision==="highp"?e+=`
#define HIGH_PRECISION`:i.precision==="mediump"?e+=`
#define MEDIUM_PRECISION`:i.precision==="lowp"&&(e+=`
#define LOW_PRECISION`),e}var fw={[Ko]:"SHADOWMAP_TYPE_PCF",[Ir]:"SHADOWMAP_TYPE_VSM"};function pw(i){return fw[i.shadowMapType]||"SHADOWMAP_TYPE_BASIC"}var mw={[kr]:"ENVMAP_MODE_REFRACTION"};function gw(i){return i.envMap===!1?"ENVMAP_MODE_REFLECTION":mw[i.envMapMode]||"ENVMAP_MODE_REFLECTION"}var bw={[Oh]:"ENVMAP_BLENDING_MULTIPLY",[wm]:"ENVMAP_BLENDING_MIX",[Tm]:"ENVMAP_BLENDING_ADD"};function xw(i){return i.envMap===!1?"ENVMAP_BLENDING_NONE":bw[i.combine]||"ENVMAP_BLENDING_NONE"}function yw(i,e,t,n){let s=i.getContext(),r=t.defines,o=t.vertexShader,a=t.fragmentShader,l=pw(t),c=t.envMapPMREM===!0?"ENVMAP_TYPE_PMREM":"ENVMAP_TYPE_CUBE",u=gw(t),h=xw(t),d=ow(t),f=aw(r),g=s.createProgram(),x,p,m=t.glslVersion?"#version "+t.glslVersion+`
`:"";t.isRawShaderMaterial?(x=["#define SHADER_TYPE "+t.shaderType,"#define SHADER_NAME "+t.shaderName,f].filter(aa).join(`
`),x.length>0&&(x+=`
`),p=["#define SHADER_TYPE "+t.shaderType,"#define SHADER_NAME "+t.shaderName,f].filter(aa).join(`
`),p.length>0&&(p+=`
`)):(x=[og(t),"#define SHADER_TYPE "+t.shaderType,"#define SHADER_NAME "+t.shaderName,f,t.extensionClipCullDistance?"#define USE_CLIP_DISTANCE":"",t.batching?"#define USE_BATCHING":"",t.batchingColor?"#define USE_BATCHING_COLOR":"",t.instancing?"#define USE_INSTANCING":"",t.instancingColor?"#define USE_INSTANCING_COLOR":"",t.instancingMorph?"#define USE_INSTANCING_MORPH":"",t.useFog&&t.fog?"#define USE_FOG":"",t.useFog&&t.fogExp2?"#define FOG_EXP2":"",t.map?"#define USE_MAP":"",t.envMap?"#define USE_ENVMAP":"",t.envMap?"#define "+u:"",t.lightMap?"#define USE_LIGHTMAP":"",t.aoMap?"#define USE_AOMAP":"",t.bumpMap?"#define USE_BUMPMAP":"",t.normalMap?"#define USE_NORMALMAP":"",t.normalMapObjectSpace?"#define USE_NORMALMAP_OBJECTSPACE":"",t.normalMapTangentSpace?"#define USE_NORMALMAP_TANGENTSPACE":"",t.displacementMap?"#define USE_DISPLACEMENTMAP":"",t.emissiveMap?"#define USE_EMISSIVEMAP":"",t.anisotropy?"#define USE_ANISOTROPY":"",t.anisotropyMap?"#define USE_ANISOTROPYMAP":"",t.clearcoatMap?"#define USE_CLEARCOATMAP":"",t.clearcoatRoughnessMap?"#define USE_CLEARCOAT_ROUGHNESSMAP":"",t.clearcoatNormalMap?"#define USE_CLEARCOAT_NORMALMAP":"",t.diffuseRoughnessMap?"#define USE_DIFFUSE_ROUGHNESSMAP":"",t.iridescenceMap?"#define USE_IRIDESCENCEMAP":"",t.iridescenceThicknessMap?"#define USE_IRIDESCENCE_THICKNESSMAP":"",t.specularMap?"#define USE_SPECULARMAP":"",t.specularColorMap?"#define USE_SPECULAR_COLORMAP":"",t.specularIntensityMap?"#define USE_SPECULAR_INTENSITYMAP":"",t.roughnessMap?"#define USE_ROUGHNESSMAP":"",t.metalnessMap?"#define USE_METALNESSMAP":"",t.alphaMap?"#define USE_ALPHAMAP":"",t.alphaHash?"#define USE_ALPHAHASH":"",t.transmission?"#define USE_TRANSMISSION":"",t.transmissionMap?"#define USE_TRANSMISSIONMAP":"",t.thicknessMap?"#define USE_THICKNESSMAP":"",t.sheenColorMap?"#define USE_SHEEN_COLORMAP":"",t.sheenRoughnessMap?"#define USE_SHEEN_ROUGHNESSMAP":"",t.mapUv?"#define MAP_UV "+t.mapUv:"",t.alphaMapUv?"#define ALPHAMAP_UV "+t.alphaMapUv:"",t.lightMapUv?"#define LIGHTMAP_UV "+t.lightMapUv:"",t.aoMapUv?"#define AOMAP_UV "+t.aoMapUv:"",t.emissiveMapUv?"#define EMISSIVEMAP_UV "+t.emissiveMapUv:"",t.bumpMapUv?"#define BUMPMAP_UV "+t.bumpMapUv:"",t.normalMapUv?"#define NORMALMAP_UV "+t.normalMapUv:"",t.displacementMapUv?"#define DISPLACEMENTMAP_UV "+t.displacementMapUv:"",t.metalnessMapUv?"#define METALNESSMAP_UV "+t.metalnessMapUv:"",t.roughnessMapUv?"#define ROUGHNESSMAP_UV "+t.roughnessMapUv:"",t.anisotropyMapUv?"#define ANISOTROPYMAP_UV "+t.anisotropyMapUv:"",t.clearcoatMapUv?"#define CLEARCOATMAP_UV "+t.clearcoatMapUv:"",t.clearcoatNormalMapUv?"#define CLEARCOAT_NORMALMAP_UV "+t.clearcoatNormalMapUv:"",t.clearcoatRoughnessMapUv?"#define CLEARCOAT_ROUGHNESSMAP_UV "+t.clearcoatRoughnessMapUv:"",t.diffuseRoughnessMapUv?"#define DIFFUSE_ROUGHNESSMAP_UV "+t.diffuseRoughnessMapUv:"",t.iridescenceMapUv?"#define IRIDESCENCEMAP_UV "+t.iridescenceMapUv:"",t.iridescenceThicknessMapUv?"#define IRIDESCENCE_THICKNESSMAP_UV "+t.iridescenceThicknessMapUv:"",t.sheenColorMapUv?"#define SHEEN_COLORMAP_UV "+t.sheenColorMapUv:"",t.sheenRoughnessMapUv?"#define SHEEN_ROUGHNESSMAP_UV "+t.sheenRoughnessMapUv:"",t.specularMapUv?"#define SPECULARMAP_UV "+t.specularMapUv:"",t.specularColorMapUv?"#define SPECULAR_COLORMAP_UV "+t.specularColorMapUv:"",t.specularIntensityMapUv?"#define SPECULAR_INTENSITYMAP_UV "+t.specularIntensityMapUv:"",t.transmissionMapUv?"#define TRANSMISSIONMAP_UV "+t.transmissionMapUv:"",t.thicknessMapUv?"#define THICKNESSMAP_UV "+t.thicknessMapUv:"",t.vertexTangents&&t.flatShading===!1?"#define USE_TANGENT":"",t.vertexNormals?"#define HAS_NORMAL":"",t.vertexColors?"#define USE_COLOR":"",t.vertexAlphas?"#define USE_COLOR_ALPHA":"",t.vertexUv1s?"#define USE_UV1":"",t.vertexUv2s?"#define USE_UV2":"",t.vertexUv3s?"#define USE_UV3":"",t.pointsUvs?"#define USE_POINTS_UV":"",t.flatShading?"#define FLAT_SHADED":"",t.skinning?"#define USE_SKINNING":"",t.morphTargets?"#define USE_MORPHTARGETS":"",t.morphNormals&&t.flatShading===!1?"#define USE_MORPHNORMALS":"",t.morphColors?"#define USE_MORPHCOLORS":"",t.morphTargetsCount>0?"#define MORPHTARGETS_TEXTURE_STRIDE "+t.morphTextureStride:"",t.morphTargetsCount>0?"#define MORPHTARGETS_COUNT "+t.morphTargetsCount:"",t.doubleSided?"#define DOUBLE_SIDED":"",t.flipSided?"#define FLIP_SIDED":"",t.shadowMapEnabled?"#define USE_SHADOWMAP":"",t.shadowMapEnabled?"#define "+l:"",t.sizeAttenuation?"#define USE_SIZEATTENUATION":"",t.numLightProbes>0?"#define USE_LIGHT_PROBES":"",t.logarithmicDepthBuffer?"#define USE_LOGARITHMIC_DEPTH_BUFFER":"",t.reversedDepthBuffer?"#define USE_REVERSED_DEPTH_BUFFER":"","uniform mat4 modelMatrix;","uniform mat4 modelViewMatrix;","uniform mat4 projectionMatrix;","uniform mat4 viewMatrix;","uniform mat3 normalMatrix;","uniform vec3 cameraPosition;","uniform bool isOrthographic;","#ifdef USE_INSTANCING","	attribute mat4 instanceMatrix;","#endif","#ifdef USE_INSTANCING_COLOR","	attribute vec3 instanceColor;","#endif","#ifdef USE_INSTANCING_MORPH","	uniform sampler2D morphTexture;","#endif","attribute vec3 position;","attribute vec3 normal;","attribute vec2 uv;","#ifdef USE_UV1","	attribute vec2 uv1;","#endif","#ifdef USE_UV2","	attribute vec2 uv2;","#endif","#ifdef USE_UV3","	attribute vec2 uv3;","#endif","#ifdef USE_TANGENT","	attribute vec4 tangent;","#endif","#if defined( USE_COLOR_ALPHA )","	attribute vec4 color;","#elif defined( USE_COLOR )","	attribute vec3 color;","#endif","#ifdef USE_SKINNING","	attribute vec4 skinIndex;","	attribute vec4 skinWeight;","#endif",`
`].filter(aa).join(`
`),p=[og(t),"#define SHADER_TYPE "+t.shaderType,"#define SHADER_NAME "+t.shaderName,f,t.useFog&&t.fog?"#define USE_FOG":"",t.useFog&&t.fogExp2?"#define FOG_EXP2":"",t.alphaToCoverage?"#define ALPHA_TO_COVERAGE":"",t.map?"#define USE_MAP":"",t.matcap?"#define USE_MATCAP":"",t.envMap?"#define USE_ENVMAP":"",t.envMap?"#define "+c:"",t.envMap?"#define "+u:"",t.envMap?"#define "+h:"",t.envMapPMREM?"#define ENVMAP_MAX_LOD "+t.envMapMaxLod+".0":"",t.envMapPMREM?"#define ENVMAP_SIZE "+t.envMapSize+".0":"",t.lightMap?"#define USE_LIGHTMAP":"",t.aoMap?"#define USE_AOMAP":"",t.bumpMap?"#define USE_BUMPMAP":"",t.normalMap?"#define USE_NORMALMAP":"",t.normalMapObjectSpace?"#define USE_NORMALMAP_OBJECTSPACE":"",t.normalMapTangentSpace?"#define USE_NORMALMAP_TANGENTSPACE":"",t.packedNormalMap?"#define USE_PACKED_NORMALMAP":"",t.emissiveMap?"#define USE_EMISSIVEMAP":"",t.anisotropy?"#define USE_ANISOTROPY":"",t.anisotropyMap?"#define USE_ANISOTROPYMAP":"",t.clearcoat?"#define USE_CLEARCOAT":"",t.clearcoatMap?"#define USE_CLEARCOATMAP":"",t.clearcoatRoughnessMap?"#define USE_CLEARCOAT_ROUGHNESSMAP":"",t.clearcoatNormalMap?"#define USE_CLEARCOAT_NORMALMAP":"",t.diffuseRoughness?"#define USE_DIFFUSE_ROUGHNESS":"",t.diffuseRoughnessMap?"#define USE_DIFFUSE_ROUGHNESSMAP":"",t.dispersion?"#define USE_DISPERSION":"",t.retroreflection?"#define USE_RETROREFLECTION":"",t.iridescence?"#define USE_IRIDESCENCE":"",t.iridescenceMap?"#define USE_IRIDESCENCEMAP":"",t.iridescenceThicknessMap?"#define USE_IRIDESCENCE_THICKNESSMAP":"",t.specularMap?"#define USE_SPECULARMAP":"",t.specularColorMap?"#define USE_SPECULAR_COLORMAP":"",t.specularIntensityMap?"#define USE_SPECULAR_INTENSITYMAP":"",t.roughnessMap?"#define USE_ROUGHNESSMAP":"",t.metalnessMap?"#define USE_METALNESSMAP":"",t.alphaMap?"#define USE_ALPHAMAP":"",t.alphaTest?"#define USE_ALPHATEST":"",t.alphaHash?"#define USE_ALPHAHASH":"",t.sheen?"#define USE_SHEEN":"",t.sheenColorMap?"#define USE_SHEEN_COLORMAP":"",t.sheenRoughnessMap?"#define USE_SHEEN_ROUGHNESSMAP":"",t.transmission?"#define USE_TRANSMISSION":"",t.transmissionMap?"#define USE_TRANSMISSIONMAP":"",t.thicknessMap?"#define USE_THICKNESSMAP":"",t.vertexTangents&&t.flatShading===!1?"#define USE_TANGENT":"",t.vertexColors||t.instancingColor?"#define USE_COLOR":"",t.vertexAlphas||t.batchingColor?"#define USE_COLOR_ALPHA":"",t.vertexUv1s?"#define USE_UV1":"",t.vertexUv2s?"#define USE_UV2":"",t.vertexUv3s?"#define USE_UV3":"",t.pointsUvs?"#define USE_POINTS_UV":"",t.gradientMap?"#define USE_GRADIENTMAP":"",t.flatShading?"#define FLAT_SHADED":"",t.doubleSided?"#define DOUBLE_SIDED":"",t.flipSided?"#define FLIP_SIDED":"",t.shadowMapEnabled?"#define USE_SHADOWMAP":"",t.shadowMapEnabled?"#define "+l:"",t.premultipliedAlpha?"#define PREMULTIPLIED_ALPHA":"",t.numLightProbes>0?"#define USE_LIGHT_PROBES":"",t.decodeVideoTexture?"#define DECODE_VIDEO_TEXTURE":"",t.decodeVideoTextureEmissive?"#define DECODE_VIDEO_TEXTURE_EMISSIVE":"",t.logarithmicDepthBuffer?"#define USE_LOGARITHMIC_DEPTH_BUFFER":"",t.reversedDepthBuffer?"#define USE_REVERSED_DEPTH_BUFFER":"","uniform mat4 viewMatrix;","uniform vec3 cameraPosition;","uniform bool isOrthographic;",t.toneMapping!==_i?"#define TONE_MAPPING":"",t.toneMapping!==_i?ze.tonemapping_pars_fragment:"",t.toneMapping!==_i?sw("toneMapping",t.toneMapping):"",t.dithering?"#define DITHERING":"",t.opaque?"#define OPAQUE":"",ze.colorspace_pars_fragment,nw("linearToOutputTexel",t.outputColorSpace),rw(),t.useDepthPacking?"#define DEPTH_PACKING "+t.depthPacking:"",`
`].filter(aa).join(`
`)),o=gd(o),o=ig(o,t),o=sg(o,t),a=gd(a),a=ig(a,t),a=sg(a,t),o=rg(o),a=rg(a),t.isRawShaderMaterial!==!0&&(m=`#version 300 es
`,x=[d,"#define attribute in","#define varying out","#define texture2D texture"].join(`
`)+`
`+x,p=["#define varying in",t.glslVersion===nd?"":"layout(location = 0) out highp vec4 pc_fragColor;",t.glslVersion===nd?"":"#define gl_FragColor pc_fragColor","#define gl_FragDepthEXT gl_FragDepth","#define texture2D texture","#define textureCube texture","#define texture2DProj textureProj","#define texture2DLodEXT textureLod","#define texture2DProjLodEXT textureProjLod","#define textureCubeLodEXT textureLod","#define texture2DGradEXT textureGrad","#define texture2DProjGradEXT textureProjGrad","#define textureCubeGradEXT textureGrad"].join(`
`)+`
`+p);let b=m+x+o,_=m+p+a,y=eg(s,s.VERTEX_SHADER,b),M=eg(s,s.FRAGMENT_SHADER,_);s.attachShader(g,y),s.attachShader(g,M),t.index0AttributeName!==void 0?s.bindAttribLocation(g,0,t.index0AttributeName):t.hasPositionAttribute===!0&&s.bindAttribLocation(g,0,"position"),s.linkProgram(g);function w(E){if(i.debug.checkShaderErrors){let R=s.getProgramInfoLog(g)||"",P=s.getShaderInfoLog(y)||"",N=s.getShaderInfoLog(M)||"",k=R.trim(),U=P.trim(),V=N.trim(),H=!0,te=!0;if(s.getProgramParameter(g,s.LINK_STATUS)===!1)if(H=!1,typeof i.debug.onShaderError=="function")i.debug.onShaderError(s,g,y,M);else{let q=ng(s,y,"vertex"),Q=ng(s,M,"fragment");De("WebGLProgram: Shader Error "+s.getError()+" - VALIDATE_STATUS "+s.getProgramParameter(g,s.VALIDATE_STATUS)+`

Material Name: `+E.name+`
Material Type: `+E.type+`

Program Info Log: `+k+`
`+q+`
`+Q)}else k!==""?Te("WebGLProgram: Program Info Log:",k):(U===""||V==="")&&(te=!1);te&&(E.diagnostics={runnable:H,programLog:k,vertexShader:{log:U,prefix:x},fragmentShader:{log:V,prefix:p}})}s.deleteShader(y),s.deleteShader(M),v=new Ur(s,g),S=lw(s,g)}let v;this.getUniforms=function(){return v===void 0&&w(this),v};let S;this.getAttributes=function(){return S===void 0&&w(this),S};let L=t.rendererExtensionParallelShaderCompile===!1;return this.isReady=function(){return L===!1&&(L=s.getProgramParameter(g,ZS)),L},this.destroy=function(){n.releaseStatesOfProgram(this),s.deleteProgram(g),this.program=void 0},this.type=t.shaderType,this.name=t.shaderName,this.id=QS++,this.cacheKey=e,this.usedTimes=1,this.program=g,this.vertexShader=y,this.fragmentShader=M,this}var vw=0,bd=class{constructor(){this.shaderCache=new Map,this.materialCache=new Map}update(e,t,n){let s=this._getShaderCacheForMaterial(e);return s.has(t)===!1&&(s.add(t),t.usedTimes++),s.has(n)===!1&&(s.add(n),n.usedTimes++),this}remove(e){let t=this.materialCache.get(e);for(let n of t)n.usedTimes--,n.usedTimes===0&&this.shaderCache.delete(n.code);return this.materialCache.delete(e),this}getVertexShaderStage(e){return this._getShaderStage(e.vertexShader)}getFragmentShaderStage(e){return this._getShaderStage(e.fragmentShader)}dispose(){this.shaderCache.clear(),this.materialCache.clear()}_getShaderCacheForMaterial(e){let t=this.materialCache,n=t.get(e);return n===void 0&&(n=new Set,t.set(e,n)),n}_getShaderStage(e){let t=this.shaderCache,n=t.get(e);return n===void 0&&(n=new xd(e),t.set(e,n)),n}},xd=class{constructor(e){this.id=vw++,this.code=e,this.usedTimes=0}};function _w(i){return i===ps||i===na||i===ia}function Mw(i,e,t,n,s,r){let o=new yr,a=new bd,l=new Set,c=[],u=new Map,h=n.logarithmicDepthBuffer,d={MeshDepthMaterial:"depth",MeshDistanceMaterial:"distance",MeshNormalMaterial:"normal",MeshBasicMaterial:"basic",MeshLambertMaterial:"lambert",MeshPhongMaterial:"phong",MeshToonMaterial:"toon",MeshStandardMaterial:"physical",MeshPhysicalMaterial:"physical",MeshMatcapMaterial:"matcap",LineBasicMaterial:"basic",LineDashedMaterial:"dashed",PointsMaterial:"points",ShadowMaterial:"shadow",SpriteMaterial:"sprite"};function f(v){return l.add(v),v===0?"uv":`uv${v}`}function g(v,S,L,E,R,P){let N=E.fog,k=R.geometry,U=v.isMeshStandardMaterial||v.isMeshLambertMaterial||v.isMeshPhongMaterial?E.environment:null,V=v.isMeshStandardMaterial||v.isMeshLambertMaterial&&!v.envMap||v.isMeshPhongMaterial&&!v.envMap,H=e.get(v.envMap||U,V),te=d[v.type],q=n.precision;v.precision!==null&&(q=n.getMaxPrecision(v.precision),q!==v.precision&&Te("WebGLProgram.getParameters:",v.precision,"not supported, using",q,"instead."));let Q=k.morphAttributes.position||k.morphAttributes.normal||k.morphAttributes.color,ee=Q!==void 0?Q.length:0,ve=0;k.morphAttributes.position!==void 0&&(ve=1),k.morphAttributes.normal!==void 0&&(ve=2),k.morphAttributes.color!==void 0&&(ve=3);let Ne,J,ue,ye;if(te){let me=Ti[te];Ne=me.vertexShader,J=me.fragmentShader}else{Ne=v.vertexShader,J=v.fragmentShader;let me=a.getVertexShaderStage(v),at=a.getFragmentShaderStage(v);a.update(v,me,at),ue=me.id,ye=at.id}let Ce=i.getRenderTarget(),pe=i.state.buffers.depth.getReversed(),Fe=R.isInstancedMesh===!0,Rt=R.isBatchedMesh===!0,Ie=!!v.map,Ze=!!v.matcap,ut=!!H,je=ut&&H.isPMREMTexture===!0,Kt=!!v.aoMap,Ut=!!v.lightMap,Mn=!!v.bumpMap&&v.wireframe===!1,_t=!!v.normalMap,ui=!!v.displacementMap,Vt=!!v.emissiveMap,Fn=!!v.metalnessMap,On=!!v.roughnessMap,Un=v.anisotropy>0,O=v.clearcoat>0,Bn=v.diffuseRoughness>0,xt=v.dispersion>0,yt=v.retroreflectivity>0,fe=v.iridescence>0,Bt=v.sheen>0,Le=v.transmission>0,Oe=Un&&!!v.anisotropyMap,I=O&&!!v.clearcoatMap,T=O&&!!v.clearcoatNormalMap,z=O&&!!v.clearcoatRoughnessMap,ne=Bn&&!!v.diffuseRoughnessMap,Z=fe&&!!v.iridescenceMap,re=fe&&!!v.iridescenceThicknessMap,he=Bt&&!!v.sheenColorMap,K=Bt&&!!v.sheenRoughnessMap,Y=!!v.specularMap,ae=!!v.specularColorMap,D=!!v.specularIntensityMap,$=Le&&!!v.transmissionMap,j=Le&&!!v.thicknessMap,le=!!v.gradientMap,se=!!v.alphaMap,oe=v.alphaTest>0,Ae=!!v.alphaHash,Ve=!!v.extensions,ie=_i;v.toneMapped&&(Ce===null||Ce.isXRRenderTarget===!0)&&(ie=i.toneMapping);let Re=je?H.isCompressedCubeTexture?H.image[0].mipmaps:H.mipmaps:null,Ge={shaderID:te,shaderType:v.type,shaderName:v.name,vertexShader:Ne,fragmentShader:J,defines:v.defines,customVertexShaderID:ue,customFragmentShaderID:ye,isRawShaderMaterial:v.isRawShaderMaterial===!0,glslVersion:v.glslVersion,precision:q,batching:Rt,batchingColor:Rt&&R._colorsTexture!==null,instancing:Fe,instancingColor:Fe&&R.instanceColor!==null,instancingMorph:Fe&&R.morphTexture!==null,outputColorSpace:Ce===null?i.outputColorSpace:Ce.isXRRenderTarget===!0?Ce.texture.colorSpace:He.workingColorSpace,alphaToCoverage:!!v.alphaToCoverage,map:Ie,matcap:Ze,envMap:ut,envMapMode:ut&&H.mapping,envMapPMREM:je,envMapMaxLod:je?Re.length-1:null,envMapSize:je?Re[0].width:null,aoMap:Kt,lightMap:Ut,bumpMap:Mn,normalMap:_t,displacementMap:ui,emissiveMap:Vt,normalMapObjectSpace:_t&&v.normalMapType===Cm,normalMapTangentSpace:_t&&v.normalMapType===ra,packedNormalMap:_t&&v.normalMapType===ra&&_w(v.normalMap.format),metalnessMap:Fn,roughnessMap:On,anisotropy:Un,anisotropyMap:Oe,clearcoat:O,clearcoatMap:I,clearcoatNormalMap:T,clearcoatRoughnessMap:z,diffuseRoughness:Bn,diffuseRoughnessMap:ne,dispersion:xt,retroreflection:yt,iridescence:fe,iridescenceMap:Z,iridescenceThicknessMap:re,sheen:Bt,sheenColorMap:he,sheenRoughnessMap:K,specularMap:Y,specularColorMap:ae,specularIntensityMap:D,transmission:Le,transmissionMap:$,thicknessMap:j,gradientMap:le,opaque:v.transparent===!1&&v.blending===Lr&&v.alphaToCoverage===!1,alphaMap:se,alphaTest:oe,alphaHash:Ae,combine:v.combine,mapUv:Ie&&f(v.map.channel),aoMapUv:Kt&&f(v.aoMap.channel),lightMapUv:Ut&&f(v.lightMap.channel),bumpMapUv:Mn&&f(v.bumpMap.channel),normalMapUv:_t&&f(v.normalMap.channel),displacementMapUv:ui&&f(v.displacementMap.channel),emissiveMapUv:Vt&&f(v.emissiveMap.channel),metalnessMapUv:Fn&&f(v.metalnessMap.channel),roughnessMapUv:On&&f(v.roughnessMap.channel),anisotropyMapUv:Oe&&f(v.anisotropyMap.channel),clearcoatMapUv:I&&f(v.clearcoatMap.channel),clearcoatNormalMapUv:T&&f(v.clearcoatNormalMap.channel),clearcoatRoughnessMapUv:z&&f(v.clearcoatRoughnessMap.channel),diffuseRoughnessMapUv:ne&&f(v.diffuseRoughnessMap.channel),iridescenceMapUv:Z&&f(v.iridescenceMap.channel),iridescenceThicknessMapUv:re&&f(v.iridescenceThicknessMap.channel),sheenColorMapUv:he&&f(v.sheenColorMap.channel),sheenRoughnessMapUv:K&&f(v.sheenRoughnessMap.channel),specularMapUv:Y&&f(v.specularMap.channel),specularColorMapUv:ae&&f(v.specularColorMap.channel),specularIntensityMapUv:D&&f(v.specularIntensityMap.channel),transmissionMapUv:$&&f(v.transmissionMap.channel),thicknessMapUv:j&&f(v.thicknessMap.channel),alphaMapUv:se&&f(v.alphaMap.channel),vertexTangents:!!k.attributes.tangent&&(_t||Un),vertexNormals:!!k.attributes.normal,vertexColors:v.vertexColors,vertexAlphas:v.vertexColors===!0&&!!k.attributes.color&&k.attributes.color.itemSize===4,pointsUvs:R.isPoints===!0&&!!k.attributes.uv&&(Ie||se),fog:!!N,useFog:v.fog===!0,fogExp2:!!N&&N.isFogExp2,flatShading:v.wireframe===!1&&(v.flatShading===!0||k.attributes.normal===void 0&&_t===!1&&(v.isMeshLambertMaterial||v.isMeshPhongMaterial||v.isMeshStandardMaterial||v.isMeshPhysicalMaterial)),sizeAttenuation:v.sizeAttenuation===!0,logarithmicDepthBuffer:h,reversedDepthBuffer:pe,skinning:R.isSkinnedMesh===!0,hasPositionAttribute:k.attributes.position!==void 0,morphTargets:k.morphAttributes.position!==void 0,morphNormals:k.morphAttributes.normal!==void 0,morphColors:k.morphAttributes.color!==void 0,morphTargetsCount:ee,morphTextureStride:ve,numSunLights:S.sun.length,numDirLights:S.directional.length,numPointLights:S.point.length,numSpotLights:S.spot.length,numSpotLightMaps:S.spotLightMap.length,numRectAreaLights:S.rectArea.length,numHemiLights:S.hemi.length,numSunLightShadows:S.sunShadowMap.length,numDirLightShadows:S.directionalShadowMap.length,numPointLightShadows:S.pointShadowMap.length,numSpotLightShadows:S.spotShadowMap.length,numSpotLightShadowsWithMaps:S.numSpotLightShadowsWithMaps,numLightProbes:S.numLightProbes,numLightProbeGrids:P.filter(me=>me.texture!==null).length,numClippingPlanes:r.numPlanes,numClipIntersection:r.numIntersection,dithering:v.dithering,shadowMapEnabled:i.shadowMap.enabled&&L.length>0,shadowMapType:i.shadowMap.type,toneMapping:ie,decodeVideoTexture:Ie&&v.map.isVideoTexture===!0&&He.getTransfer(v.map.colorSpace)===rt,decodeVideoTextureEmissive:Vt&&v.emissiveMap.isVideoTexture===!0&&He.getTransfer(v.emissiveMap.colorSpace)===rt,premultipliedAlpha:v.premultipliedAlpha,doubleSided:v.side===kt,flipSided:v.side===Zt,useDepthPacking:v.depthPacking>=0,depthPacking:v.depthPacking||0,index0AttributeName:v.index0AttributeName,extensionClipCullDistance:Ve&&v.extensions.clipCullDistance===!0&&t.has("WEBGL_clip_cull_distance"),extensionMultiDraw:(Ve&&v.extensions.multiDraw===!0||Rt)&&t.has("WEBGL_multi_draw"),rendererExtensionParallelShaderCompile:t.has("KHR_parallel_shader_compile"),customProgramCacheKey:v.customProgramCacheKey()};return Ge.vertexUv1s=l.has(1),Ge.vertexUv2s=l.has(2),Ge.vertexUv3s=l.has(3),l.clear(),Ge}function x(v){let S=[];if(v.shaderID?S.push(v.shaderID):(S.push(v.customVertexShaderID),S.push(v.customFragmentShaderID)),v.defines!==void 0)for(let L in v.defines)S.push(L),S.push(v.defines[L]);return v.isRawShaderMaterial===!1&&(p(S,v),m(S,v),S.push(i.outputColorSpace)),S.push(v.customProgramCacheKey),S.join()}function p(v,S){v.push(S.precision),v.push(S.outputColorSpace),v.push(S.envMapMode),v.push(S.envMapPMREM),v.push(S.envMapMaxLod),v.push(S.envMapSize),v.push(S.mapUv),v.push(S.alphaMapUv),v.push(S.lightMapUv),v.push(S.aoMapUv),v.push(S.bumpMapUv),v.push(S.normalMapUv),v.push(S.displacementMapUv),v.push(S.emissiveMapUv),v.push(S.metalnessMapUv),v.push(S.roughnessMapUv),v.push(S.anisotropyMapUv),v.push(S.clearcoatMapUv),v.push(S.clearcoatNormalMapUv),v.push(S.clearcoatRoughnessMapUv),v.push(S.diffuseRoughnessMapUv),v.push(S.iridescenceMapUv),v.push(S.iridescenceThicknessMapUv),v.push(S.sheenColorMapUv),v.push(S.sheenRoughnessMapUv),v.push(S.specularMapUv),v.push(S.specularColorMapUv),v.push(S.specularIntensityMapUv),v.push(S.transmissionMapUv),v.push(S.thicknessMapUv),v.push(S.combine),v.push(S.fogExp2),v.push(S.sizeAttenuation),v.push(S.morphTargetsCount),v.push(S.numSunLights),v.push(S.numDirLights),v.push(S.numPointLights),v.push(S.numSpotLights),v.push(S.numSpotLightMaps),v.push(S.numHemiLights),v.push(S.numRectAreaLights),v.push(S.numSunLightShadows),v.push(S.numDirLightShadows),v.push(S.numPointLightShadows),v.push(S.numSpotLightShadows),v.push(S.numSpotLightShadowsWithMaps),v.push(S.numLightProbes),v.push(S.numLightProbeGrids),v.push(S.shadowMapType),v.push(S.toneMapping),v.push(S.numClippingPlanes),v.push(S.numClipIntersection),v.push(S.depthPacking)}function m(v,S){o.disableAll(),S.instancing&&o.enable(0),S.instancingColor&&o.enable(1),S.instancingMorph&&o.enable(2),S.matcap&&o.enable(3),S.envMap&&o.enable(4),S.normalMapObjectSpace&&o.enable(5),S.normalMapTangentSpace&&o.enable(6),S.clearcoat&&o.enable(7),S.iridescence&&o.enable(8),S.alphaTest&&o.enable(9),S.vertexColors&&o.enable(10),S.vertexAlphas&&o.enable(11),S.vertexUv1s&&o.enable(12),S.vertexUv2s&&o.enable(13),S.vertexUv3s&&o.enable(14),S.vertexTangents&&o.enable(15),S.anisotropy&&o.enable(16),S.alphaHash&&o.enable(17),S.batching&&o.enable(18),S.dispersion&&o.enable(19),S.retroreflection&&o.enable(24),S.diffuseRoughness&&o.enable(25),S.batchingColor&&o.enable(20),S.gradientMap&&o.enable(21),S.packedNormalMap&&o.enable(22),S.vertexNormals&&o.enable(23),v.push(o.mask),o.disableAll(),S.fog&&o.enable(0),S.useFog&&o.enable(1),S.flatShading&&o.enable(2),S.logarithmicDepthBuffer&&o.enable(3),S.reversedDepthBuffer&&o.enable(4),S.skinning&&o.enable(5),S.morphTargets&&o.enable(6),S.morphNormals&&o.enable(7),S.morphColors&&o.enable(8),S.premultipliedAlpha&&o.enable(9),S.shadowMapEnabled&&o.enable(10),S.doubleSided&&o.enable(11),S.flipSided&&o.enable(12),S.useDepthPacking&&o.enable(13),S.dithering&&o.enable(14),S.transmission&&o.enable(15),S.sheen&&o.enable(16),S.opaque&&o.enable(17),S.pointsUvs&&o.enable(18),S.decodeVideoTexture&&o.enable(19),S.decodeVideoTextureEmissive&&o.enable(20),S.alphaToCoverage&&o.enable(21),S.numLightProbeGrids>0&&o.enable(22),S.hasPositionAttribute&&o.enable(23),v.push(o.mask)}function b(v){let S=d[v.type],L;if(S){let E=Ti[S];L=Gm.clone(E.uniforms)}else L=v.uniforms;return L}function _(v,S){let L=u.get(S);return L!==void 0?++L.usedTimes:(L=new yw(i,S,v,s),c.push(L),u.set(S,L)),L}function y(v){if(--v.usedTimes===0){let S=c.indexOf(v);c[S]=c[c.length-1],c.pop(),u.delete(v.cacheKey),v.destroy()}}function M(v){a.remove(v)}function w(){a.dispose()}return{getParameters:g,getProgramCacheKey:x,getUniforms:b,acquireProgram:_,releaseProgram:y,releaseShaderCache:M,programs:c,dispose:w}}function Sw(){let i=new WeakMap;function e(o){return i.has(o)}function t(o){let a=i.get(o);return a===void 0&&(a={},i.set(o,a)),a}function n(o){i.delete(o)}function s(o,a,l){i.get(o)[a]=l}function r(){i=new WeakMap}return{has:e,get:t,remove:n,update:s,dispose:r}}function ww(i,e){return i.groupOrder!==e.groupOrder?i.groupOrder-e.groupOrder:i.renderOrder!==e.renderOrder?i.renderOrder-e.renderOrder:i.material.id!==e.material.id?i.material.id-e.material.id:i.materialVariant!==e.materialVariant?i.materialVariant-e.materialVariant:i.z!==e.z?i.z-e.z:i.id-e.id}function ag(i,e){return i.groupOrder!==e.groupOrder?i.groupOrder-e.groupOrder:i.renderOrder!==e.renderOrder?i.renderOrder-e.renderOrder:i.z!==e.z?e.z-i.z:i.id-e.id}function lg(){let i=[],e=0,t=[],n=[],s=[];function r(){e=0,t.length=0,n.length=0,s.length=0}function o(d){let f=0;return d.isInstancedMesh&&(f+=2),d.isSkinnedMesh&&(f+=1),f}function a(d,f,g,x,p,m){let b=i[e];return b===void 0?(b={id:d.id,object:d,geometry:f,material:g,materialVariant:o(d),groupOrder:x,renderOrder:d.renderOrder,z:p,group:m},i[e]=b):(b.id=d.id,b.object=d,b.geometry=f,b.material=g,b.materialVariant=o(d),b.groupOrder=x,b.renderOrder=d.renderOrder,b.z=p,b.group=m),e++,b}function l(d,f,g,x,p,m,b){b.reversedDepth===!0&&(p=-p);let _=a(d,f,g,x,p,m);g.transmission>0?n.push(_):g.transparent===!0?s.push(_):t.push(_)}function c(d,f,g,x,p,m){let b=a(d,f,g,x,p,m);g.transmission>0?n.unshift(b):g.transparent===!0?s.unshift(b):t.unshift(b)}function u(d,f){t.length>1&&t.sort(d||ww),n.length>1&&n.sort(f||ag),s.length>1&&s.sort(f||ag)}function h(){for(let d=e,f=i.length;d<f;d++){let g=i[d];if(g.id===null)break;g.id=null,g.object=null,g.geometry=null,g.material=null,g.group=null}}return{opaque:t,transmissive:n,transparent:s,init:r,push:l,unshift:c,finish:h,sort:u}}function Tw(){let i=new WeakMap;function e(n,s){let r=i.get(n),o;return r===void 0?(o=new lg,i.set(n,[o])):s>=r.length?(o=new lg,r.push(o)):o=r[s],o}function t(){i=new WeakMap}return{get:e,dispose:t}}function Aw(){let i={};return{get:function(e){if(i[e.id]!==void 0)return i[e.id];let t;switch(e.type){case"SunLight":case"DirectionalLight":t={direction:new C,color:new Ee};break;case"SpotLight":t={position:new C,direction:new C,color:new Ee,distance:0,coneCos:0,penumbraCos:0,decay:0};break;case"PointLight":t={position:new C,color:new Ee,distance:0,decay:0};break;case"HemisphereLight":t={direction:new C,skyColor:new Ee,groundColor:new Ee};break;case"RectAreaLight":t={color:new Ee,position:new C,halfWidth:new C,halfHeight:new C};break}return i[e.id]=t,t}}}function Ew(){let i={};return{get:function(e){if(i[e.id]!==void 0)return i[e.id];let t;switch(e.type){case"SunLight":case"DirectionalLight":t={shadowIntensity:1,shadowBias:0,shadowNormalBias:0,shadowRadius:1,shadowMapSize:new Pe};break;case"SpotLight":t={shadowIntensity:1,shadowBias:0,shadowNormalBias:0,shadowRadius:1,shadowMapSize:new Pe};break;case"PointLight":t={shadowIntensity:1,shadowBias:0,shadowNormalBias:0,shadowRadius:1,shadowMapSize:new Pe,shadowCameraNear:1,shadowCameraFar:1e3};break}return i[e.id]=t,t}}}var Rw=0;function Cw(i,e){return(e.castShadow?2:0)-(i.castShadow?2:0)+(e.map?1:0)-(i.map?1:0)}function Pw(i){let e=new Aw,t=Ew(),n={version:0,hash:{sunLength:-1,directionalLength:-1,pointLength:-1,spotLength:-1,rectAreaLength:-1,hemiLength:-1,numSunShadows:-1,numDirectionalShadows:-1,numPointShadows:-1,numSpotShadows:-1,numSpotMaps:-1,numLightProbes:-1},ambient:[0,0,0],probe:[],sun:[],sunShadow:[],sunShadowMap:[],sunShadowMatrix:[],sunShadowCascade:[],directional:[],directionalShadow:[],directionalShadowMap:[],directionalShadowMatrix:[],spot:[],spotLightMap:[],spotShadow:[],spotShadowMap:[],spotLightMatrix:[],rectArea:[],rectAreaLTC1:null,rectAreaLTC2:null,point:[],pointShadow:[],pointShadowMap:[],pointShadowMatrix:[],hemi:[],numSpotLightShadowsWithMaps:0,numLightProbes:0};for(let c=0;c<9;c++)n.probe.push(new C);let s=new C,r=new xe,o=new xe;function a(c){let u=0,h=0,d=0;for(let P=0;P<9;P++)n.probe[P].set(0,0,0);let f=0,g=0,x=0,p=0,m=0,b=0,_=0,y=0,M=0,w=0,v=0,S=0,L=0,E=0;c.sort(Cw);for(let P=0,N=c.length;P<N;P++){let k=c[P],U=k.color,V=k.intensity,H=k.distance,te=null;if(k.shadow&&k.shadow.map&&(k.shadow.map.texture.format===ps?te=k.shadow.map.texture:te=k.shadow.map.depthTexture||k.shadow.map.texture),k.isAmbientLight)u+=U.r*V,h+=U.g*V,d+=U.b*V;else if(k.isLightProbe){for(let q=0;q<9;q++)n.probe[q].addScaledVector(k.sh.coefficients[q],V);E++}else if(k.isSunLight){let q=e.get(k);if(q.color.copy(k.color).multiplyScalar(k.intensity),k.castShadow){let Q=k.shadow,ee=t.get(k);ee.shadowIntensity=Q.intensity,ee.shadowBias=Q.bias,ee.shadowNormalBias=Q.normalBias,ee.shadowRadius=Q.radius,ee.shadowMapSize.copy(Q.mapSize).multiply(Q.getFrameExtents()),n.sunShadow[g]=ee,n.sunShadowMap[g]=te;let ve=Q.getViewportCount();for(let Ne=0;Ne<ve;Ne++)n.sunShadowMatrix[x+Ne]=Q.getMatrix(Ne),n.sunShadowCascade[x+Ne]=Q._cascadeData[Ne];x+=ve,g++}n.sun[f]=q,f++}else if(k.isDirectionalLight){let q=e.get(k);if(q.color.copy(k.color).multiplyScalar(k.intensity),k.castShadow){let Q=k.shadow,ee=t.get(k);ee.shadowIntensity=Q.intensity,ee.shadowBias=Q.bias,ee.shadowNormalBias=Q.normalBias,ee.shadowRadius=Q.radius,ee.shadowMapSize=Q.mapSize,n.directionalShadow[p]=ee,n.directionalShadowMap[p]=te,n.directionalShadowMatrix[p]=k.shadow.matrix,M++}n.directional[p]=q,p++}else if(k.isSpotLight){let q=e.get(k);q.position.setFromMatrixPosition(k.matrixWorld),q.color.copy(U).multiplyScalar(V),q.distance=H,q.coneCos=Math.cos(k.angle),q.penumbraCos=Math.cos(k.angle*(1-k.penumbra)),q.decay=k.decay,n.spot[b]=q;let Q=k.shadow;if(k.map&&(n.spotLightMap[S]=k.map,S++,Q.updateMatrices(k),k.castShadow&&L++),n.spotLightMatrix[b]=Q.matrix,k.castShadow){let ee=t.get(k);ee.shadowIntensity=Q.intensity,ee.shadowBias=Q.bias,ee.shadowNormalBias=Q.normalBias,ee.shadowRadius=Q.radius,ee.shadowMapSize=Q.mapSize,n.spotShadow[b]=ee,n.spotShadowMap[b]=te,v++}b++}else if(k.isRectAreaLight){let q=e.get(k);q.color.copy(U).multiplyScalar(V),q.halfWidth.set(k.width*.5,0,0),q.halfHeight.set(0,k.height*.5,0),n.rectArea[_]=q,_++}else if(k.isPointLight){let q=e.get(k);if(q.color.copy(k.color).multiplyScalar(k.intensity),q.distance=k.distance,q.decay=k.decay,k.castShadow){let Q=k.shadow,ee=t.get(k);ee.shadowIntensity=Q.intensity,ee.shadowBias=Q.bias,ee.shadowNormalBias=Q.normalBias,ee.shadowRadius=Q.radius,ee.shadowMapSize=Q.mapSize,ee.shadowCameraNear=Q.camera.near,ee.shadowCameraFar=Q.camera.far,n.pointShadow[m]=ee,n.pointShadowMap[m]=te,n.pointShadowMatrix[m]=k.shadow.matrix,w++}n.point[m]=q,m++}else if(k.isHemisphereLight){let q=e.get(k);q.skyColor.copy(k.color).multiplyScalar(V),q.groundColor.copy(k.groundColor).multiplyScalar(V),n.hemi[y]=q,y++}}_>0&&(i.has("OES_texture_float_linear")===!0?(n.rectAreaLTC1=ge.LTC_FLOAT_1,n.rectAreaLTC2=ge.LTC_FLOAT_2):(n.rectAreaLTC1=ge.LTC_HALF_1,n.rectAreaLTC2=ge.LTC_HALF_2)),n.ambient[0]=u,n.ambient[1]=h,n.ambient[2]=d;let R=n.hash;(R.sunLength!==f||R.directionalLength!==p||R.pointLength!==m||R.spotLength!==b||R.rectAreaLength!==_||R.hemiLength!==y||R.numSunShadows!==g||R.numDirectionalShadows!==M||R.numPointShadows!==w||R.numSpotShadows!==v||R.numSpotMaps!==S||R.numLightProbes!==E)&&(n.sun.length=f,n.directional.length=p,n.spot.length=b,n.rectArea.length=_,n.point.length=m,n.hemi.length=y,n.sunShadow.length=g,n.sunShadowMap.length=g,n.sunShadowMatrix.length=x,n.sunShadowCascade.length=x,n.directionalShadow.length=M,n.directionalShadowMap.length=M,n.directionalShadowMatrix.length=M,n.pointShadow.length=w,n.pointShadowMap.length=w,n.pointShadowMatrix.length=w,n.spotShadow.length=v,n.spotShadowMap.length=v,n.spotLightMatrix.length=v+S-L,n.spotLightMap.length=S,n.numSpotLightShadowsWithMaps=L,n.numLightProbes=E,R.sunLength=f,R.directionalLength=p,R.pointLength=m,R.spotLength=b,R.rectAreaLength=_,R.hemiLength=y,R.numSunShadows=g,R.numDirectionalShadows=M,R.numPointShadows=w,R.numSpotShadows=v,R.numSpotMaps=S,R.numLightProbes=E,n.version=Rw++)}function l(c,u){let h=0,d=0,f=0,g=0,x=0,p=0,m=u.matrixWorldInverse;for(let b=0,_=c.length;b<_;b++){let y=c[b];if(y.isSunLight){let M=n.sun[h];M.direction.setFromMatrixPosition(y.matrixWorld),M.direction.transformDirection(m),h++}else if(y.isDirectionalLight){let M=n.directional[d];M.direction.setFromMatrixPosition(y.matrixWorld),s.setFromMatrixPosition(y.target.matrixWorld),M.direction.sub(s),M.direction.transformDirection(m),d++}else if(y.isSpotLight){let M=n.spot[g];M.position.setFromMatrixPosition(y.matrixWorld),M.position.applyMatrix4(m),M.direction.setFromMatrixPosition(y.matrixWorld),s.setFromMatrixPosition(y.target.matrixWorld),M.direction.sub(s),M.direction.transformDirection(m),g++}else if(y.isRectAreaLight){let M=n.rectArea[x];M.position.setFromMatrixPosition(y.matrixWorld),M.position.applyMatrix4(m),o.identity(),r.copy(y.matrixWorld),r.premultiply(m),o.extractRotation(r),M.halfWidth.set(y.width*.5,0,0),M.halfHeight.set(0,y.height*.5,0),M.halfWidth.applyMatrix4(o),M.halfHeight.applyMatrix4(o),x++}else if(y.isPointLight){let M=n.point[f];M.position.setFromMatrixPosition(y.matrixWorld),M.position.applyMatrix4(m),f++}else if(y.isHemisphereLight){let M=n.hemi[p];M.direction.setFromMatrixPosition(y.matrixWorld),M.direction.transformDirection(m),p++}}}return{setup:a,setupView:l,state:n}}function cg(i){let e=new Pw(i),t=[],n=[],s=[];function r(h){u.camera=h,t.length=0,n.length=0,s.length=0}function o(h){h.isLightProbeGrid?s.push(h):t.push(h)}function a(h){n.push(h)}function l(){e.setup(t),s.sort((h,d)=>h.priority-d.priority||h.id-d.id)}function c(h){e.setupView(t,h)}let u={lightsArray:t,shadowsArray:n,lightProbeGridArray:s,camera:null,lights:e,transmissionRenderTarget:{},textureUnits:0};return{init:r,state:u,setupLights:l,setupLightsView:c,pushLight:o,pushShadow:a}}function Iw(i){let e=new WeakMap;function t(s,r=0){let o=e.get(s),a;return o===void 0?(a=new cg(i),e.set(s,[a])):r>=o.length?(a=new cg(i),o.push(a)):a=o[r],a}function n(){e=new WeakMap}return{get:t,dispose:n}}var Lw=`void main() {
	gl_Position = vec4( position, 1.0 );
}`,kw=`uniform sampler2D shadow_pass;
uniform vec2 resolution;
uniform float radius;
void main() {
	const float samples = float( VSM_SAMPLES );
	float mean = 0.0;
	float squared_mean = 0.0;
	float uvStride = samples <= 1.0 ? 0.0 : 2.0 / ( samples - 1.0 );
	float uvStart = samples <= 1.0 ? 0.0 : - 1.0;
	for ( float i = 0.0; i < samples; i ++ ) {
		float uvOffset = uvStart + i * uvStride;
		#ifdef HORIZONTAL_PASS
			vec2 distribution = texture2D( shadow_pass, ( gl_FragCoord.xy + vec2( uvOffset, 0.0 ) * radius ) / resolution ).rg;
			mean += distribution.x;
			squared_mean += distribution.y * distribution.y + distribution.x * distribution.x;
		#else
			float depth = texture2D( shadow_pass, ( gl_FragCoord.xy + vec2( 0.0, uvOffset ) * radius ) / resolution ).r;
			mean += depth;
			squared_mean += depth * depth;
		#endif
	}
	mean = mean / samples;
	squared_mean = squared_mean / samples;
	float std_dev = sqrt( max( 0.0, squared_mean - mean * mean ) );
	gl_FragColor = vec4( mean, std_dev, 0.0, 1.0 );
}`,Dw=[new C(1,0,0),new C(-1,0,0),new C(0,1,0),new C(0,-1,0),new C(0,0,1),new C(0,0,-1)],Nw=[new C(0,-1,0),new C(0,-1,0),new C(0,0,1),new C(0,0,-1),new C(0,-1,0),new C(0,-1,0)],ug=new xe,oa=new C,dd=new C;function Fw(i,e,t){let n=new Wi,s=new Pe,r=new Pe,o=new et,a=new Tl,l=new Al,c={},u=t.maxTextureSize,h={[kn]:Zt,[Zt]:kn,[kt]:kt},d=new Tn({defines:{VSM_SAMPLES:8},uniforms:{shadow_pass:{value:null},resolution:{value:new Pe},radius:{value:4}},vertexShader:Lw,fragmentShader:kw}),f=d.clone();f.defines.HORIZONTAL_PASS=1;let g=new gt;g.setAttribute("position",new Je(new Float32Array([-1,-1,.5,3,-1,.5,-1,3,.5]),3));let x=new nt(g,d),p=this;this.enabled=!1,this.autoUpdate=!0,this.needsUpdate=!1,this.type=Ko;let m=this.type;this.render=function(w,v,S){if(p.enabled===!1||p.autoUpdate===!1&&p.needsUpdate===!1||w.length===0)return;this.type===rm&&(Te("WebGLShadowMap: PCFSoftShadowMap has been removed. Using PCFShadowMap instead."),this.type=Ko);let L=i.getRenderTarget(),E=i.getActiveCubeFace(),R=i.getActiveMipmapLevel(),P=i.state;P.setBlending($i),P.buffers.depth.getReversed()===!0?P.buffers.color.setClear(0,0,0,0):P.buffers.color.setClear(1,1,1,1),P.buffers.depth.setTest(!0),P.setScissorTest(!1);let N=m!==this.type;N&&v.traverse(function(k){k.material&&(Array.isArray(k.material)?k.material.forEach(U=>U.needsUpdate=!0):k.material.needsUpdate=!0)});for(let k=0,U=w.length;k<U;k++){let V=w[k],H=V.shadow;if(H===void 0){Te("WebGLShadowMap:",V,"has no shadow.");continue}if(H.autoUpdate===!1&&H.needsUpdate===!1)continue;s.copy(H.mapSize);let te=H.getFrameExtents();s.multiply(te),r.copy(H.mapSize),(s.x>u||s.y>u)&&(s.x>u&&(r.x=Math.floor(u/te.x),s.x=r.x*te.x,H.mapSize.x=r.x),s.y>u&&(r.y=Math.floor(u/te.y),s.y=r.y*te.y,H.mapSize.y=r.y));let q=i.state.buffers.depth.getReversed();if(H.camera._reversedDepth=q,H.map===null||N===!0){if(H.map!==null&&(H.map.depthTexture!==null&&(H.map.depthTexture.dispose(),H.map.depthTexture=null),H.map.dispose()),this.type===Ir){if(V.isPointLight){Te("WebGLShadowMap: VSM shadow maps are not supported for PointLights. Use PCF or BasicShadowMap instead.");continue}H.map=new gn(s.x,s.y,{format:ps,type:un,minFilter:Pt,magFilter:Pt,generateMipmaps:!1}),H.map.texture.name=V.name+".shadowMap",H.map.depthTexture=new qi(s.x,s.y,$t),H.map.depthTexture.name=V.name+".shadowMapDepth",H.map.depthTexture.format=zi,H.map.depthTexture.compareFunction=null,H.map.depthTexture.minFilter=wt,H.map.depthTexture.magFilter=wt}else V.isPointLight?(H.map=new la(s.x),H.map.depthTexture=new zo(s.x,Kn)):(H.map=new gn(s.x,s.y),H.map.depthTexture=new qi(s.x,s.y,Kn)),H.map.depthTexture.name=V.name+".shadowMap",H.map.depthTexture.format=zi,this.type===Ko?(H.map.depthTexture.compareFunction=q?Qh:Zh,H.map.depthTexture.minFilter=Pt,H.map.depthTexture.magFilter=Pt):(H.map.depthTexture.compareFunction=null,H.map.depthTexture.minFilter=wt,H.map.depthTexture.magFilter=wt);H.camera.updateProjectionMatrix()}H.map.isWebGLCubeRenderTarget!==!0&&(H.map.width!==s.x||H.map.height!==s.y)&&H.map.setSize(s.x,s.y);let Q=H.map.isWebGLCubeRenderTarget?6:H.getViewportCount();V.isPointLight!==!0&&H.updateMatrices(V,S);let ee=(H.camera.layers.mask&4294967294)!==0?H.camera.layers:S.layers;for(let ve=0;ve<Q;ve++){let Ne=H.getCamera(ve);if(V.isPointLight){let J=H.camera,ue=H.matrix,ye=V.distance||J.far;ye!==J.far&&(J.far=ye,J.updateProjectionMatrix()),oa.setFromMatrixPosition(V.matrixWorld),J.position.copy(oa),dd.copy(J.position),dd.add(Dw[ve]),J.up.copy(Nw[ve]),J.lookAt(dd),J.updateMatrixWorld(),ue.makeTranslation(-oa.x,-oa.y,-oa.z),ug.multiplyMatrices(J.projectionMatrix,J.matrixWorldInverse),H._frustum.setFromProjectionMatrix(ug,J.coordinateSystem,J.reversedDepth)}if(H.map.isWebGLCubeRenderTarget)i.setRenderTarget(H.map,ve),i.clear();else{ve===0&&(i.setRenderTarget(H.map),i.clear());let J=H.getViewport(ve);o.set(r.x*J.x,r.y*J.y,r.x*J.z,r.y*J.w),P.viewport(o)}n=H.getFrustum(ve),y(v,S,Ne,V,ee,this.type)}H.isPointLightShadow!==!0&&this.type===Ir&&b(H,S),H.needsUpdate=!1}m=this.type,p.needsUpdate=!1,i.setRenderTarget(L,E,R)};function b(w,v){let S=e.update(x);d.defines.VSM_SAMPLES!==w.blurSamples&&(d.defines.VSM_SAMPLES=w.blurSamples,f.defines.VSM_SAMPLES=w.blurSamples,d.needsUpdate=!0,f.needsUpdate=!0),w.mapPass===null?w.mapPass=new gn(s.x,s.y,{format:ps,type:un}):(w.mapPass.width!==w.map.width||w.mapPass.height!==w.map.height)&&w.mapPass.setSize(w.map.width,w.map.height),d.uniforms.shadow_pass.value=w.map.depthTexture,d.uniforms.resolution.value.set(w.map.width,w.map.height),d.uniforms.radius.value=w.radius,i.setRenderTarget(w.mapPass),i.clear(),i.renderBufferDirect(v,null,S,d,x,null),f.uniforms.shadow_pass.value=w.mapPass.texture,f.uniforms.resolution.value.set(w.map.width,w.map.height),f.uniforms.radius.value=w.radius,i.setRenderTarget(w.map),i.clear(),i.renderBufferDirect(v,null,S,f,x,null)}function _(w,v,S,L){let E=null,R=S.isPointLight===!0?w.customDistanceMaterial:w.customDepthMaterial;if(R!==void 0)E=R;else if(E=S.isPointLight===!0?l:a,i.localClippingEnabled&&v.clipShadows===!0&&Array.isArray(v.clippingPlanes)&&v.clippingPlanes.length!==0||v.displacementMap&&v.displacementScale!==0||v.alphaMap&&v.alphaTest>0||v.map&&v.alphaTest>0||v.alphaToCoverage===!0){let P=E.uuid,N=v.uuid,k=c[P];k===void 0&&(k={},c[P]=k);let U=k[N];U===void 0&&(U=E.clone(),k[N]=U,v.addEventListener("dispose",M)),E=U}if(E.visible=v.visible,E.wireframe=v.wireframe,L===Ir?E.side=v.shadowSide!==null?v.shadowSide:v.side:E.side=v.shadowSide!==null?v.shadowSide:h[v.side],E.alphaMap=v.alphaMap,E.alphaTest=v.alphaToCoverage===!0?.5:v.alphaTest,E.map=v.map,E.clipShadows=v.clipShadows,E.clippingPlanes=v.clippingPlanes,E.clipIntersection=v.clipIntersection,E.displacementMap=v.displacementMap,E.displacementScale=v.displacementScale,E.displacementBias=v.displacementBias,E.wireframeLinewidth=v.wireframeLinewidth,E.linewidth=v.linewidth,S.isPointLight===!0&&E.isMeshDistanceMaterial===!0){let P=i.properties.get(E);P.light=S}return E}function y(w,v,S,L,E,R){if(w.visible===!1)return;if(w.layers.test(E)&&(w.isMesh||w.isLine||w.isPoints)&&(w.castShadow||w.receiveShadow&&R===Ir)&&(!w.frustumCulled||w.intersectsFrustum(n))){w.modelViewMatrix.multiplyMatrices(S.matrixWorldInverse,w.matrixWorld);let k=e.update(w),U=w.material;if(Array.isArray(U)){let V=k.groups;for(let H=0,te=V.length;H<te;H++){let q=V[H],Q=U[q.materialIndex];if(Q&&Q.visible){let ee=_(w,Q,L,R);w.onBeforeShadow(i,w,v,S,k,ee,q),i.renderBufferDirect(S,null,k,ee,w,q),w.onAfterShadow(i,w,v,S,k,ee,q)}}}else if(U.visible){let V=_(w,U,L,R);w.onBeforeShadow(i,w,v,S,k,V,null),i.renderBufferDirect(S,null,k,V,w,null),w.onAfterShadow(i,w,v,S,k,V,null)}}let N=w.children;for(let k=0,U=N.length;k<U;k++)y(N[k],v,S,L,E,R)}function M(w){w.target.removeEventListener("dispose",M);for(let S in c){let L=c[S],E=w.target.uuid;E in L&&(L[E].dispose(),delete L[E])}}}function Ow(i,e){function t(){let D=!1,$=new et,j=null,le=new et(0,0,0,0);return{setMask:function(se){j!==se&&!D&&(i.colorMask(se,se,se,se),j=se)},setLocked:function(se){D=se},setClear:function(se,oe,Ae,Ve,ie){ie===!0&&(se*=Ve,oe*=Ve,Ae*=Ve),$.set(se,oe,Ae,Ve),le.equals($)===!1&&(i.clearColor(se,oe,Ae,Ve),le.copy($))},reset:function(){D=!1,j=null,le.set(-1,0,0,0)}}}function n(){let D=!1,$=!1,j=null,le=null,se=null;return{setReversed:function(oe){if($!==oe){let Ae=e.get("EXT_clip_control");oe?Ae.clipControlEXT(Ae.LOWER_LEFT_EXT,Ae.ZERO_TO_ONE_EXT):Ae.clipControlEXT(Ae.LOWER_LEFT_EXT,Ae.NEGATIVE_ONE_TO_ONE_EXT),$=oe;let Ve=se;se=null,this.setClear(Ve)}},getReversed:function(){return $},setTest:function(oe){oe?pe(i.DEPTH_TEST):Fe(i.DEPTH_TEST)},setMask:function(oe){j!==oe&&!D&&(i.depthMask(oe),j=oe)},setFunc:function(oe){if($&&(oe=Bm[oe]),le!==oe){switch(oe){case hl:i.depthFunc(i.NEVER);break;case dl:i.depthFunc(i.ALWAYS);break;case fl:i.depthFunc(i.LESS);break;case fr:i.depthFunc(i.LEQUAL);break;case pl:i.depthFunc(i.EQUAL);break;case ml:i.depthFunc(i.GEQUAL);break;case gl:i.depthFunc(i.GREATER);break;case bl:i.depthFunc(i.NOTEQUAL);break;default:i.depthFunc(i.LEQUAL)}le=oe}},setLocked:function(oe){D=oe},setClear:function(oe){se!==oe&&(se=oe,$&&(oe=1-oe),i.clearDepth(oe))},reset:function(){D=!1,j=null,le=null,se=null,$=!1}}}function s(){let D=!1,$=null,j=null,le=null,se=null,oe=null,Ae=null,Ve=null,ie=null;return{setTest:function(Re){D||(Re?pe(i.STENCIL_TEST):Fe(i.STENCIL_TEST))},setMask:function(Re){$!==Re&&!D&&(i.stencilMask(Re),$=Re)},setFunc:function(Re,Ge,me){(j!==Re||le!==Ge||se!==me)&&(i.stencilFunc(Re,Ge,me),j=Re,le=Ge,se=me)},setOp:function(Re,Ge,me){(oe!==Re||Ae!==Ge||Ve!==me)&&(i.stencilOp(Re,Ge,me),oe=Re,Ae=Ge,Ve=me)},setLocked:function(Re){D=Re},setClear:function(Re){ie!==Re&&(i.clearStencil(Re),ie=Re)},reset:function(){D=!1,$=null,j=null,le=null,se=null,oe=null,Ae=null,Ve=null,ie=null}}}let r=new t,o=new n,a=new s,l={},c=new WeakMap,u={},h={},d={},f=new WeakMap,g=[],x=null,p=!1,m=null,b=null,_=null,y=null,M=null,w=null,v=null,S=new Ee(0,0,0),L=0,E=!1,R=null,P=null,N=null,k=null,U=null,V=i.getParameter(i.MAX_COMBINED_TEXTURE_IMAGE_UNITS),H=!1,te=0,q=i.getParameter(i.VERSION);q.indexOf("WebGL")!==-1?(te=parseFloat(/^WebGL (\d)/.exec(q)[1]),H=te>=1):q.indexOf("OpenGL ES")!==-1&&(te=parseFloat(/^OpenGL ES (\d)/.exec(q)[1]),H=te>=2);let Q=null,ee={},ve=i.getParameter(i.SCISSOR_BOX),Ne=i.getParameter(i.VIEWPORT),J=new et().fromArray(ve),ue=new et().fromArray(Ne);function ye(D,$,j,le){let se=new Uint8Array(4),oe=i.createTexture();i.bindTexture(D,oe),i.texParameteri(D,i.TEXTURE_MIN_FILTER,i.NEAREST),i.texParameteri(D,i.TEXTURE_MAG_FILTER,i.NEAREST);for(let Ae=0;Ae<j;Ae++)D===i.TEXTURE_3D||D===i.TEXTURE_2D_ARRAY?i.texImage3D($,0,i.RGBA,1,1,le,0,i.RGBA,i.UNSIGNED_BYTE,se):i.texImage2D($+Ae,0,i.RGBA,1,1,0,i.RGBA,i.UNSIGNED_BYTE,se);return oe}let Ce={};Ce[i.TEXTURE_2D]=ye(i.TEXTURE_2D,i.TEXTURE_2D,1),Ce[i.TEXTURE_CUBE_MAP]=ye(i.TEXTURE_CUBE_MAP,i.TEXTURE_CUBE_MAP_POSITIVE_X,6),Ce[i.TEXTURE_2D_ARRAY]=ye(i.TEXTURE_2D_ARRAY,i.TEXTURE_2D_ARRAY,1,1),Ce[i.TEXTURE_3D]=ye(i.TEXTURE_3D,i.TEXTURE_3D,1,1),r.setClear(0,0,0,1),o.setClear(1),a.setClear(0),pe(i.DEPTH_TEST),o.setFunc(fr),Mn(!1),_t(Lh),pe(i.CULL_FACE),Kt($i);function pe(D){u[D]!==!0&&(i.enable(D),u[D]=!0)}function Fe(D){u[D]!==!1&&(i.disable(D),u[D]=!1)}function Rt(D,$){return d[D]!==$?(i.bindFramebuffer(D,$),d[D]=$,D===i.DRAW_FRAMEBUFFER&&(d[i.FRAMEBUFFER]=$),D===i.FRAMEBUFFER&&(d[i.DRAW_FRAMEBUFFER]=$),!0):!1}function Ie(D,$){let j=g,le=!1;if(D){j=f.get($),j===void 0&&(j=[],f.set($,j));let se=D.textures;if(j.length!==se.length||j[0]!==i.COLOR_ATTACHMENT0){for(let oe=0,Ae=se.length;oe<Ae;oe++)j[oe]=i.COLOR_ATTACHMENT0+oe;j.length=se.length,le=!0}}else j[0]!==i.BACK&&(j[0]=i.BACK,le=!0);le&&i.drawBuffers(j)}function Ze(D){return x!==D?(i.useProgram(D),x=D,!0):!1}let ut={[Us]:i.FUNC_ADD,[am]:i.FUNC_SUBTRACT,[lm]:i.FUNC_REVERSE_SUBTRACT};ut[cm]=i.MIN,ut[um]=i.MAX;let je={[hm]:i.ZERO,[dm]:i.ONE,[fm]:i.SRC_COLOR,[Nh]:i.SRC_ALPHA,[ym]:i.SRC_ALPHA_SATURATE,[bm]:i.DST_COLOR,[mm]:i.DST_ALPHA,[pm]:i.ONE_MINUS_SRC_COLOR,[Fh]:i.ONE_MINUS_SRC_ALPHA,[xm]:i.ONE_MINUS_DST_COLOR,[gm]:i.ONE_MINUS_DST_ALPHA,[vm]:i.CONSTANT_COLOR,[_m]:i.ONE_MINUS_CONSTANT_COLOR,[Mm]:i.CONSTANT_ALPHA,[Sm]:i.ONE_MINUS_CONSTANT_ALPHA};function Kt(D,$,j,le,se,oe,Ae,Ve,ie,Re){if(D===$i){p===!0&&(Fe(i.BLEND),p=!1);return}if(p===!1&&(pe(i.BLEND),p=!0),D!==om){if(D!==m||Re!==E){if((b!==Us||M!==Us)&&(i.blendEquation(i.FUNC_ADD),b=Us,M=Us),Re)switch(D){case Lr:i.blendFuncSeparate(i.ONE,i.ONE_MINUS_SRC_ALPHA,i.ONE,i.ONE_MINUS_SRC_ALPHA);break;case Yo:i.blendFunc(i.ONE,i.ONE);break;case kh:i.blendFuncSeparate(i.ZERO,i.ONE_MINUS_SRC_COLOR,i.ZERO,i.ONE);break;case Dh:i.blendFuncSeparate(i.DST_COLOR,i.ONE_MINUS_SRC_ALPHA,i.ZERO,i.ONE);break;default:De("WebGLState: Invalid blending: ",D);break}else switch(D){case Lr:i.blendFuncSeparate(i.SRC_ALPHA,i.ONE_MINUS_SRC_ALPHA,i.ONE,i.ONE_MINUS_SRC_ALPHA);break;case Yo:i.blendFuncSeparate(i.SRC_ALPHA,i.ONE,i.ONE,i.ONE);break;case kh:De("WebGLState: SubtractiveBlending requires material.premultipliedAlpha = true");break;case Dh:De("WebGLState: MultiplyBlending requires material.premultipliedAlpha = true");break;default:De("WebGLState: Invalid blending: ",D);break}_=null,y=null,w=null,v=null,S.set(0,0,0),L=0,m=D,E=Re}return}se=se||$,oe=oe||j,Ae=Ae||le,($!==b||se!==M)&&(i.blendEquationSeparate(ut[$],ut[se]),b=$,M=se),(j!==_||le!==y||oe!==w||Ae!==v)&&(i.blendFuncSeparate(je[j],je[le],je[oe],je[Ae]),_=j,y=le,w=oe,v=Ae),(Ve.equals(S)===!1||ie!==L)&&(i.blendColor(Ve.r,Ve.g,Ve.b,ie),S.copy(Ve),L=ie),m=D,E=!1}function Ut(D,$){D.side===kt?Fe(i.CULL_FACE):pe(i.CULL_FACE);let j=D.side===Zt;$&&(j=!j),Mn(j),D.blending===Lr&&D.transparent===!1?Kt($i):Kt(D.blending,D.blendEquation,D.blendSrc,D.blendDst,D.blendEquationAlpha,D.blendSrcAlpha,D.blendDstAlpha,D.blendColor,D.blendAlpha,D.premultipliedAlpha),o.setFunc(D.depthFunc),o.setTest(D.depthTest),o.setMask(D.depthWrite),r.setMask(D.colorWrite);let le=D.stencilWrite;a.setTest(le),le&&(a.setMask(D.stencilWriteMask),a.setFunc(D.stencilFunc,D.stencilRef,D.stencilFuncMask),a.setOp(D.stencilFail,D.stencilZFail,D.stencilZPass)),Vt(D.polygonOffset,D.polygonOffsetFactor,D.polygonOffsetUnits),D.alphaToCoverage===!0?pe(i.SAMPLE_ALPHA_TO_COVERAGE):Fe(i.SAMPLE_ALPHA_TO_COVERAGE)}function Mn(D){R!==D&&(D?i.frontFace(i.CW):i.frontFace(i.CCW),R=D)}function _t(D){D!==im?(pe(i.CULL_FACE),D!==P&&(D===Lh?i.cullFace(i.BACK):D===sm?i.cullFace(i.FRONT):i.cullFace(i.FRONT_AND_BACK))):Fe(i.CULL_FACE),P=D}function ui(D){D!==N&&(H&&i.lineWidth(D),N=D)}function Vt(D,$,j){D?(pe(i.POLYGON_OFFSET_FILL),(k!==$||U!==j)&&(k=$,U=j,o.getReversed()&&($=-$,j=-j),i.polygonOffset($,j))):Fe(i.POLYGON_OFFSET_FILL)}function Fn(D){D?pe(i.SCISSOR_TEST):Fe(i.SCISSOR_TEST)}function On(D){D===void 0&&(D=i.TEXTURE0+V-1),Q!==D&&(i.activeTexture(D),Q=D)}function Un(D,$,j){j===void 0&&(Q===null?j=i.TEXTURE0+V-1:j=Q);let le=ee[j];le===void 0&&(le={type:void 0,texture:void 0},ee[j]=le),(le.type!==D||le.texture!==$)&&(Q!==j&&(i.activeTexture(j),Q=j),i.bindTexture(D,$||Ce[D]),le.type=D,le.texture=$)}function O(){let D=ee[Q];D!==void 0&&D.type!==void 0&&(i.bindTexture(D.type,null),D.type=void 0,D.texture=void 0)}function Bn(){try{i.compressedTexImage2D(...arguments)}catch(D){De("WebGLState:",D)}}function xt(){try{i.compressedTexImage3D(...arguments)}catch(D){De("WebGLState:",D)}}function yt(){try{i.texSubImage2D(...arguments)}catch(D){De("WebGLState:",D)}}function fe(){try{i.texSubImage3D(...arguments)}catch(D){De("WebGLState:",D)}}function Bt(){try{i.compressedTexSubImage2D(...arguments)}catch(D){De("WebGLState:",D)}}function Le(){try{i.compressedTexSubImage3D(...arguments)}catch(D){De("WebGLState:",D)}}function Oe(){try{i.texStorage2D(...arguments)}catch(D){De("WebGLState:",D)}}function I(){try{i.texStorage3D(...arguments)}catch(D){De("WebGLState:",D)}}function T(){try{i.texImage2D(...arguments)}catch(D){De("WebGLState:",D)}}function z(){try{i.texImage3D(...arguments)}catch(D){De("WebGLState:",D)}}function ne(D){return h[D]!==void 0?h[D]:i.getParameter(D)}function Z(D,$){h[D]!==$&&(i.pixelStorei(D,$),h[D]=$)}function re(D){J.equals(D)===!1&&(i.scissor(D.x,D.y,D.z,D.w),J.copy(D))}function he(D){ue.equals(D)===!1&&(i.viewport(D.x,D.y,D.z,D.w),ue.copy(D))}function K(D,$){let j=c.get($);j===void 0&&(j=new WeakMap,c.set($,j));let le=j.get(D);le===void 0&&(le=i.getUniformBlockIndex($,D.name),i.uniformBlockBinding($,le,le),j.set(D,le))}function Y(D,$,j){let se=c.get($).get(D);l[se]!==j&&(i.bindBufferBase(i.UNIFORM_BUFFER,se,j),l[se]=j)}function ae(){i.disable(i.BLEND),i.disable(i.CULL_FACE),i.disable(i.DEPTH_TEST),i.disable(i.POLYGON_OFFSET_FILL),i.disable(i.SCISSOR_TEST),i.disable(i.STENCIL_TEST),i.disable(i.SAMPLE_ALPHA_TO_COVERAGE),i.blendEquation(i.FUNC_ADD),i.blendFunc(i.ONE,i.ZERO),i.blendFuncSeparate(i.ONE,i.ZERO,i.ONE,i.ZERO),i.blendColor(0,0,0,0),i.colorMask(!0,!0,!0,!0),i.clearColor(0,0,0,0),i.depthMask(!0),i.depthFunc(i.LESS),o.setReversed(!1),i.clearDepth(1),i.stencilMask(4294967295),i.stencilFunc(i.ALWAYS,0,4294967295),i.stencilOp(i.KEEP,i.KEEP,i.KEEP),i.clearStencil(0),i.cullFace(i.BACK),i.frontFace(i.CCW),i.polygonOffset(0,0),i.activeTexture(i.TEXTURE0),i.bindFramebuffer(i.FRAMEBUFFER,null),i.bindFramebuffer(i.DRAW_FRAMEBUFFER,null),i.bindFramebuffer(i.READ_FRAMEBUFFER,null),i.useProgram(null),i.lineWidth(1),i.scissor(0,0,i.canvas.width,i.canvas.height),i.viewport(0,0,i.canvas.width,i.canvas.height),i.pixelStorei(i.PACK_ALIGNMENT,4),i.pixelStorei(i.UNPACK_ALIGNMENT,4),i.pixelStorei(i.UNPACK_FLIP_Y_WEBGL,!1),i.pixelStorei(i.UNPACK_PREMULTIPLY_ALPHA_WEBGL,!1),i.pixelStorei(i.UNPACK_COLORSPACE_CONVERSION_WEBGL,i.BROWSER_DEFAULT_WEBGL),i.pixelStorei(i.PACK_ROW_LENGTH,0),i.pixelStorei(i.PACK_SKIP_PIXELS,0),i.pixelStorei(i.PACK_SKIP_ROWS,0),i.pixelStorei(i.UNPACK_ROW_LENGTH,0),i.pixelStorei(i.UNPACK_IMAGE_HEIGHT,0),i.pixelStorei(i.UNPACK_SKIP_PIXELS,0),i.pixelStorei(i.UNPACK_SKIP_ROWS,0),i.pixelStorei(i.UNPACK_SKIP_IMAGES,0),u={},h={},Q=null,ee={},d={},l={},f=new WeakMap,g=[],x=null,p=!1,m=null,b=null,_=null,y=null,M=null,w=null,v=null,S=new Ee(0,0,0),L=0,E=!1,R=null,P=null,N=null,k=null,U=null,J.set(0,0,i.canvas.width,i.canvas.height),ue.set(0,0,i.canvas.width,i.canvas.height),r.reset(),o.reset(),a.reset()}return{buffers:{color:r,depth:o,stencil:a},enable:pe,disable:Fe,bindFramebuffer:Rt,drawBuffers:Ie,useProgram:Ze,setBlending:Kt,setMaterial:Ut,setFlipSided:Mn,setCullFace:_t,setLineWidth:ui,setPolygonOffset:Vt,setScissorTest:Fn,activeTexture:On,bindTexture:Un,unbindTexture:O,compressedTexImage2D:Bn,compressedTexImage3D:xt,texImage2D:T,texImage3D:z,pixelStorei:Z,getParameter:ne,updateUBOMapping:K,uniformBlockBinding:Y,texStorage2D:Oe,texStorage3D:I,texSubImage2D:yt,texSubImage3D:fe,compressedTexSubImage2D:Bt,compressedTexSubImage3D:Le,scissor:re,viewport:he,reset:ae}}function Uw(i,e,t,n,s,r,o){let a=e.has("WEBGL_multisampled_render_to_texture")?e.get("WEBGL_multisampled_render_to_texture"):null,l=typeof navigator>"u"?!1:/OculusBrowser/g.test(navigator.userAgent),c=new Pe,u=new WeakMap,h=new Set,d,f=new WeakMap,g=new Set,x=new FinalizationRegistry(I=>g.delete(I)),p=!1;try{p=typeof OffscreenCanvas<"u"&&new OffscreenCanvas(1,1).getContext("2d")!==null}catch{}function m(I,T){return p?new OffscreenCanvas(I,T):gr("canvas")}function b(I,T,z){let ne=1,Z=Oe(I);if((Z.width>z||Z.height>z)&&(ne=z/Math.max(Z.width,Z.height)),ne<1)if(typeof HTMLImageElement<"u"&&I instanceof HTMLImageElement||typeof HTMLCanvasElement<"u"&&I instanceof HTMLCanvasElement||typeof ImageBitmap<"u"&&I instanceof ImageBitmap||typeof VideoFrame<"u"&&I instanceof VideoFrame){let re=Math.floor(ne*Z.width),he=Math.floor(ne*Z.height);d===void 0&&(d=m(re,he));let K=T?m(re,he):d;return K.width=re,K.height=he,K.getContext("2d").drawImage(I,0,0,re,he),Te("WebGLRenderer: Texture has been resized from ("+Z.width+"x"+Z.height+") to ("+re+"x"+he+")."),K}else return"data"in I&&Te("WebGLRenderer: Image in DataTexture is too big ("+Z.width+"x"+Z.height+")."),I;return I}function _(I){return I.generateMipmaps}function y(I){i.generateMipmap(I)}function M(I){return I.isWebGLCubeRenderTarget?i.TEXTURE_CUBE_MAP:I.isWebGL3DRenderTarget?i.TEXTURE_3D:I.isWebGLArrayRenderTarget||I.isCompressedArrayTexture?i.TEXTURE_2D_ARRAY:i.TEXTURE_2D}function w(I,T,z,ne,Z,re=!1){if(I!==null){if(i[I]!==void 0)return i[I];Te("WebGLRenderer: Attempt to use non-existing WebGL internal format '"+I+"'")}let he;ne&&(he=e.get("EXT_texture_norm16"),he||Te("WebGLRenderer: Unable to use normalized textures without EXT_texture_norm16 extension"));let K=T;if(T===i.RED&&(z===i.FLOAT&&(K=i.R32F),z===i.HALF_FLOAT&&(K=i.R16F),z===i.UNSIGNED_BYTE&&(K=i.R8),z===i.UNSIGNED_SHORT&&he&&(K=he.R16_EXT),z===i.SHORT&&he&&(K=he.R16_SNORM_EXT)),T===i.RED_INTEGER&&(z===i.UNSIGNED_BYTE&&(K=i.R8UI),z===i.UNSIGNED_SHORT&&(K=i.R16UI),z===i.UNSIGNED_INT&&(K=i.R32UI),z===i.BYTE&&(K=i.R8I),z===i.SHORT&&(K=i.R16I),z===i.INT&&(K=i.R32I)),T===i.RG&&(z===i.FLOAT&&(K=i.RG32F),z===i.HALF_FLOAT&&(K=i.RG16F),z===i.UNSIGNED_BYTE&&(K=i.RG8),z===i.UNSIGNED_SHORT&&he&&(K=he.RG16_EXT),z===i.SHORT&&he&&(K=he.RG16_SNORM_EXT)),T===i.RG_INTEGER&&(z===i.UNSIGNED_BYTE&&(K=i.RG8UI),z===i.UNSIGNED_SHORT&&(K=i.RG16UI),z===i.UNSIGNED_INT&&(K=i.RG32UI),z===i.BYTE&&(K=i.RG8I),z===i.SHORT&&(K=i.RG16I),z===i.INT&&(K=i.RG32I)),T===i.RGB_INTEGER&&(z===i.UNSIGNED_BYTE&&(K=i.RGB8UI),z===i.UNSIGNED_SHORT&&(K=i.RGB16UI),z===i.UNSIGNED_INT&&(K=i.RGB32UI),z===i.BYTE&&(K=i.RGB8I),z===i.SHORT&&(K=i.RGB16I),z===i.INT&&(K=i.RGB32I)),T===i.RGBA_INTEGER&&(z===i.UNSIGNED_BYTE&&(K=i.RGBA8UI),z===i.UNSIGNED_SHORT&&(K=i.RGBA16UI),z===i.UNSIGNED_INT&&(K=i.RGBA32UI),z===i.BYTE&&(K=i.RGBA8I),z===i.SHORT&&(K=i.RGBA16I),z===i.INT&&(K=i.RGBA32I)),T===i.RGB&&(z===i.UNSIGNED_SHORT&&he&&(K=he.RGB16_EXT),z===i.SHORT&&he&&(K=he.RGB16_SNORM_EXT),z===i.UNSIGNED_INT_5_9_9_9_REV&&(K=i.RGB9_E5),z===i.UNSIGNED_INT_10F_11F_11F_REV&&(K=i.R11F_G11F_B10F)),T===i.RGBA){let Y=re?Eo:He.getTransfer(Z);z===i.FLOAT&&(K=i.RGBA32F),z===i.HALF_FLOAT&&(K=i.RGBA16F),z===i.UNSIGNED_BYTE&&(K=Y===rt?i.SRGB8_ALPHA8:i.RGBA8),z===i.UNSIGNED_SHORT&&he&&(K=he.RGBA16_EXT),z===i.SHORT&&he&&(K=he.RGBA16_SNORM_EXT),z===i.UNSIGNED_SHORT_4_4_4_4&&(K=i.RGBA4),z===i.UNSIGNED_SHORT_5_5_5_1&&(K=i.RGB5_A1)}return(K===i.R16F||K===i.R32F||K===i.RG16F||K===i.RG32F||K===i.RGBA16F||K===i.RGBA32F)&&e.get("EXT_color_buffer_float"),K}function v(I,T){let z;return I?T===null||T===Kn||T===zs?z=i.DEPTH24_STENCIL8:T===$t?z=i.DEPTH32F_STENCIL8:T===Fr&&(z=i.DEPTH24_STENCIL8,Te("DepthTexture: 16 bit depth attachment is not supported with stencil. Using 24-bit attachment.")):T===null||T===Kn||T===zs?z=i.DEPTH_COMPONENT24:T===$t?z=i.DEPTH_COMPONENT32F:T===Fr&&(z=i.DEPTH_COMPONENT16),z}function S(I,T){return _(I)===!0||I.isFramebufferTexture&&I.minFilter!==wt&&I.minFilter!==Pt?Math.log2(Math.max(T.width,T.height))+1:I.mipmaps.length>0?I.mipmaps.length:I.isCompressedTexture&&Array.isArray(I.image)?T.mipmaps.length:1}function L(I){let T=new WeakRef(I);n.get(I).__ref=T,g.add(T),x.register(I,T,T)}function E(I){let T=n.get(I).__ref;T!==void 0&&(g.delete(T),x.unregister(T))}function R(I){N(I.target)}function P(I){k(I.target)}function N(I){I.removeEventListener("dispose",R),E(I),V(I),I.isVideoTexture&&u.delete(I),I.isHTMLTexture&&h.delete(I)}function k(I){I.removeEventListener("dispose",P),E(I),te(I)}function U(){for(let I of g){let T=I.deref();T!==void 0&&(T.isRenderTarget===!0?k(T):N(T))}g.clear(),h.clear()}function V(I){let T=n.get(I);if(T.__webglInit===void 0)return;let z=I.source,ne=f.get(z);if(ne){let Z=ne[T.__cacheKey];Z.usedTimes--,Z.usedTimes===0&&H(I),Object.keys(ne).length===0&&f.delete(z)}n.remove(I)}function H(I){let T=n.get(I);i.deleteTexture(T.__webglTexture);let z=I.source,ne=f.get(z);delete ne[T.__cacheKey],o.memory.textures--}function te(I){let T=n.get(I);T.__depthDisposeCallback&&T.__depthDisposeCallback();let z=I.depthTexture;if(z&&z.renderTarget===I&&N(z),I.isWebGLCubeRenderTarget)for(let Z=0;Z<6;Z++){if(Array.isArray(T.__webglFramebuffer[Z]))for(let re=0;re<T.__webglFramebuffer[Z].length;re++)i.deleteFramebuffer(T.__webglFramebuffer[Z][re]);else i.deleteFramebuffer(T.__webglFramebuffer[Z]);T.__webglDepthbuffer&&i.deleteRenderbuffer(T.__webglDepthbuffer[Z])}else{if(Array.isArray(T.__webglFramebuffer))for(let Z=0;Z<T.__webglFramebuffer.length;Z++)i.deleteFramebuffer(T.__webglFramebuffer[Z]);else i.deleteFramebuffer(T.__webglFramebuffer);if(T.__webglDepthbuffer&&i.deleteRenderbuffer(T.__webglDepthbuffer),T.__webglMultisampledFramebuffer&&i.deleteFramebuffer(T.__webglMultisampledFramebuffer),T.__webglColorRenderbuffer)for(let Z=0;Z<T.__webglColorRenderbuffer.length;Z++)T.__webglColorRenderbuffer[Z]&&i.deleteRenderbuffer(T.__webglColorRenderbuffer[Z]);T.__webglDepthRenderbuffer&&i.deleteRenderbuffer(T.__webglDepthRenderbuffer)}let ne=I.textures;for(let Z=0,re=ne.length;Z<re;Z++){let he=n.get(ne[Z]);he.__webglTexture&&(i.deleteTexture(he.__webglTexture),o.memory.textures--),n.remove(ne[Z])}n.remove(I)}let q=0;function Q(){q=0}function ee(){return q}function ve(I){q=I}function Ne(){let I=q;return I>=s.maxTextures&&Te("WebGLTextures: Trying to use "+(I+1)+" texture units while this GPU supports only "+s.maxTextures),q+=1,I}function J(I){let T=[];return T.push(I.wrapS),T.push(I.wrapT),T.push(I.wrapR||0),T.push(I.magFilter),T.push(I.minFilter),T.push(I.anisotropy),T.push(I.internalFormat),T.push(I.format),T.push(I.type),T.push(I.generateMipmaps),T.push(I.mipmapsAutoUpdate),T.push(I.premultiplyAlpha),T.push(I.flipY),T.push(I.unpackAlignment),T.push(I.colorSpace),T.join()}function ue(I,T){let z=n.get(I);if(I.isVideoTexture&&Bt(I),I.isRenderTargetTexture===!1&&I.isExternalTexture!==!0&&I.version>0&&z.__version!==I.version){let ne=I.image;if(ne===null)Te("WebGLRenderer: Texture marked for update but no image data found.");else if(ne.complete===!1)Te("WebGLRenderer: Texture marked for update but image is incomplete");else{Ut(z,I,T);return}}else I.isExternalTexture&&(z.__webglTexture=I.sourceTexture?I.sourceTexture:null);t.bindTexture(i.TEXTURE_2D,z.__webglTexture,i.TEXTURE0+T)}function ye(I,T){let z=n.get(I);if(I.isRenderTargetTexture===!1&&I.version>0&&z.__version!==I.version){Ut(z,I,T);return}else I.isExternalTexture&&(z.__webglTexture=I.sourceTexture?I.sourceTexture:null);t.bindTexture(i.TEXTURE_2D_ARRAY,z.__webglTexture,i.TEXTURE0+T)}function Ce(I,T){let z=n.get(I);if(I.isRenderTargetTexture===!1&&I.version>0&&z.__version!==I.version){Ut(z,I,T);return}t.bindTexture(i.TEXTURE_3D,z.__webglTexture,i.TEXTURE0+T)}function pe(I,T){let z=n.get(I);if(I.version>0&&z.__version!==I.version){Mn(z,I,T);return}t.bindTexture(i.TEXTURE_CUBE_MAP,z.__webglTexture,i.TEXTURE0+T)}let Fe={[Hn]:i.REPEAT,[wn]:i.CLAMP_TO_EDGE,[pr]:i.MIRRORED_REPEAT},Rt={[wt]:i.NEAREST,[Fl]:i.NEAREST_MIPMAP_NEAREST,[Bs]:i.NEAREST_MIPMAP_LINEAR,[Pt]:i.LINEAR,[Nr]:i.LINEAR_MIPMAP_NEAREST,[En]:i.LINEAR_MIPMAP_LINEAR},Ie={[Im]:i.NEVER,[ed]:i.ALWAYS,[Lm]:i.LESS,[Zh]:i.LEQUAL,[km]:i.EQUAL,[Qh]:i.GEQUAL,[Dm]:i.GREATER,[Nm]:i.NOTEQUAL};function Ze(I,T){if(T.type===$t&&e.has("OES_texture_float_linear")===!1&&(T.magFilter===Pt||T.magFilter===Nr||T.magFilter===Bs||T.magFilter===En||T.minFilter===Pt||T.minFilter===Nr||T.minFilter===Bs||T.minFilter===En)&&Te("WebGLRenderer: Unable to use linear filtering with floating point textures. OES_texture_float_linear not supported on this device."),i.texParameteri(I,i.TEXTURE_WRAP_S,Fe[T.wrapS]),i.texParameteri(I,i.TEXTURE_WRAP_T,Fe[T.wrapT]),(I===i.TEXTURE_3D||I===i.TEXTURE_2D_ARRAY)&&i.texParameteri(I,i.TEXTURE_WRAP_R,Fe[T.wrapR]),i.texParameteri(I,i.TEXTURE_MAG_FILTER,Rt[T.magFilter]),i.texParameteri(I,i.TEXTURE_MIN_FILTER,Rt[T.minFilter]),T.compareFunction&&(i.texParameteri(I,i.TEXTURE_COMPARE_MODE,i.COMPARE_REF_TO_TEXTURE),i.texParameteri(I,i.TEXTURE_COMPARE_FUNC,Ie[T.compareFunction])),e.has("EXT_texture_filter_anisotropic")===!0){if(T.magFilter===wt||T.minFilter!==Bs&&T.minFilter!==En||T.type===$t&&e.has("OES_texture_float_linear")===!1)return;if(T.anisotropy>1||n.get(T).__currentAnisotropy){let z=e.get("EXT_texture_filter_anisotropic");i.texParameterf(I,z.TEXTURE_MAX_ANISOTROPY_EXT,Math.min(T.anisotropy,s.getMaxAnisotropy())),n.get(T).__currentAnisotropy=T.anisotropy}}}function ut(I,T){let z=!1;I.__webglInit===void 0&&(I.__webglInit=!0,T.addEventListener("dispose",R),L(T));let ne=T.source,Z=f.get(ne);Z===void 0&&(Z={},f.set(ne,Z));let re=J(T);if(re!==I.__cacheKey){Z[re]===void 0&&(Z[re]={texture:i.createTexture(),usedTimes:0},o.memory.textures++,z=!0),Z[re].usedTimes++;let he=Z[I.__cacheKey];he!==void 0&&(Z[I.__cacheKey].usedTimes--,he.usedTimes===0&&H(T)),I.__cacheKey=re,I.__webglTexture=Z[re].texture}return z}function je(I,T,z){return Math.floor(Math.floor(I/z)/T)}function Kt(I,T,z,ne){let re=I.updateRanges;if(re.length===0)t.texSubImage2D(i.TEXTURE_2D,0,0,0,T.width,T.height,z,ne,T.data);else{re.sort((D,$)=>D.start-$.start);let he=0;for(let D=1;D<re.length;D++){let $=re[he],j=re[D],le=$.start+$.count,se=je(j.start,T.width,4),oe=je($.start,T.width,4);j.start<=le+1&&se===oe&&je(j.start+j.count-1,T.width,4)===se?$.count=Math.max($.count,j.start+j.count-$.start):(++he,re[he]=j)}re.length=he+1;let K=t.getParameter(i.UNPACK_ROW_LENGTH),Y=t.getParameter(i.UNPACK_SKIP_PIXELS),ae=t.getParameter(i.UNPACK_SKIP_ROWS);t.pixelStorei(i.UNPACK_ROW_LENGTH,T.width);for(let D=0,$=re.length;D<$;D++){let j=re[D],le=Math.floor(j.start/4),se=Math.ceil(j.count/4),oe=le%T.width,Ae=Math.floor(le/T.width),Ve=se,ie=1;t.pixelStorei(i.UNPACK_SKIP_PIXELS,oe),t.pixelStorei(i.UNPACK_SKIP_ROWS,Ae),t.texSubImage2D(i.TEXTURE_2D,0,oe,Ae,Ve,ie,z,ne,T.data)}I.clearUpdateRanges(),t.pixelStorei(i.UNPACK_ROW_LENGTH,K),t.pixelStorei(i.UNPACK_SKIP_PIXELS,Y),t.pixelStorei(i.UNPACK_SKIP_ROWS,ae)}}function Ut(I,T,z){let ne=i.TEXTURE_2D;(T.isDataArrayTexture||T.isCompressedArrayTexture)&&(ne=i.TEXTURE_2D_ARRAY),T.isData3DTexture&&(ne=i.TEXTURE_3D);let Z=ut(I,T),re=T.source;t.bindTexture(ne,I.__webglTexture,i.TEXTURE0+z);let he=n.get(re);if(re.version!==he.__version||Z===!0){if(t.activeTexture(i.TEXTURE0+z),(typeof ImageBitmap<"u"&&T.image instanceof ImageBitmap)===!1){let ie=He.getPrimaries(He.workingColorSpace),Re=T.colorSpace===Qi?null:He.getPrimaries(T.colorSpace),Ge=T.colorSpace===Qi||ie===Re?i.NONE:i.BROWSER_DEFAULT_WEBGL;t.pixelStorei(i.UNPACK_FLIP_Y_WEBGL,T.flipY),t.pixelStorei(i.UNPACK_PREMULTIPLY_ALPHA_WEBGL,T.premultiplyAlpha),t.pixelStorei(i.UNPACK_COLORSPACE_CONVERSION_WEBGL,Ge)}t.pixelStorei(i.UNPACK_ALIGNMENT,T.unpackAlignment);let Y=b(T.image,!1,s.maxTextureSize);Y=Le(T,Y);let ae=r.convert(T.format,T.colorSpace),D=r.convert(T.type),$=w(T.internalFormat,ae,D,T.normalized,T.colorSpace,T.isVideoTexture);Ze(ne,T);let j,le=T.mipmaps,se=T.isVideoTexture!==!0,oe=he.__version===void 0||Z===!0,Ae=re.dataReady,Ve=S(T,Y);if(T.isDepthTexture)$=v(T.format===Zi,T.type),oe&&(se?t.texStorage2D(i.TEXTURE_2D,1,$,Y.width,Y.height):t.texImage2D(i.TEXTURE_2D,0,$,Y.width,Y.height,0,ae,D,null));else if(T.isDataTexture)if(le.length>0){se&&oe&&t.texStorage2D(i.TEXTURE_2D,Ve,$,le[0].width,le[0].height);for(let ie=0,Re=le.length;ie<Re;ie++)j=le[ie],se?Ae&&t.texSubImage2D(i.TEXTURE_2D,ie,0,0,j.width,j.height,ae,D,j.data):t.texImage2D(i.TEXTURE_2D,ie,$,j.width,j.height,0,ae,D,j.data);T.generateMipmaps=!1}else se?(oe&&t.texStorage2D(i.TEXTURE_2D,Ve,$,Y.width,Y.height),Ae&&Kt(T,Y,ae,D)):t.texImage2D(i.TEXTURE_2D,0,$,Y.width,Y.height,0,ae,D,Y.data);else if(T.isCompressedTexture)if(T.isCompressedArrayTexture){se&&oe&&t.texStorage3D(i.TEXTURE_2D_ARRAY,Ve,$,le[0].width,le[0].height,Y.depth);for(let ie=0,Re=le.length;ie<Re;ie++)if(j=le[ie],T.format!==jt)if(ae!==null)if(se){if(Ae)if(T.layerUpdates.size>0){let Ge=ud(j.width,j.height,T.format,T.type);for(let me of T.layerUpdates){let at=j.data.subarray(me*Ge/j.data.BYTES_PER_ELEMENT,(me+1)*Ge/j.data.BYTES_PER_ELEMENT);t.compressedTexSubImage3D(i.TEXTURE_2D_ARRAY,ie,0,0,me,j.width,j.height,1,ae,at)}}else t.compressedTexSubImage3D(i.TEXTURE_2D_ARRAY,ie,0,0,0,j.width,j.height,Y.depth,ae,j.data)}else t.compressedTexImage3D(i.TEXTURE_2D_ARRAY,ie,$,j.width,j.height,Y.depth,0,j.data,0,0);else Te("WebGLRenderer: Attempt to load unsupported compressed texture format in .uploadTexture()");else se?Ae&&t.texSubImage3D(i.TEXTURE_2D_ARRAY,ie,0,0,0,j.width,j.height,Y.depth,ae,D,j.data):t.texImage3D(i.TEXTURE_2D_ARRAY,ie,$,j.width,j.height,Y.depth,0,ae,D,j.data);T.layerUpdates.size>0&&T.clearLayerUpdates()}else{se&&oe&&t.texStorage2D(i.TEXTURE_2D,Ve,$,le[0].width,le[0].height);for(let ie=0,Re=le.length;ie<Re;ie++)j=le[ie],T.format!==jt?ae!==null?se?Ae&&t.compressedTexSubImage2D(i.TEXTURE_2D,ie,0,0,j.width,j.height,ae,j.data):t.compressedTexImage2D(i.TEXTURE_2D,ie,$,j.width,j.height,0,j.data):Te("WebGLRenderer: Attempt to load unsupported compressed texture format in .uploadTexture()"):se?Ae&&t.texSubImage2D(i.TEXTURE_2D,ie,0,0,j.width,j.height,ae,D,j.data):t.texImage2D(i.TEXTURE_2D,ie,$,j.width,j.height,0,ae,D,j.data)}else if(T.isDataArrayTexture)if(se){if(oe&&t.texStorage3D(i.TEXTURE_2D_ARRAY,Ve,$,Y.width,Y.height,Y.depth),Ae)if(T.layerUpdates.size>0){let ie=ud(Y.width,Y.height,T.format,T.type);for(let Re of T.layerUpdates){let Ge=Y.data.subarray(Re*ie/Y.data.BYTES_PER_ELEMENT,(Re+1)*ie/Y.data.BYTES_PER_ELEMENT);t.texSubImage3D(i.TEXTURE_2D_ARRAY,0,0,0,Re,Y.width,Y.height,1,ae,D,Ge)}T.clearLayerUpdates()}else t.texSubImage3D(i.TEXTURE_2D_ARRAY,0,0,0,0,Y.width,Y.height,Y.depth,ae,D,Y.data)}else t.texImage3D(i.TEXTURE_2D_ARRAY,0,$,Y.width,Y.height,Y.depth,0,ae,D,Y.data);else if(T.isData3DTexture)se?(oe&&t.texStorage3D(i.TEXTURE_3D,Ve,$,Y.width,Y.height,Y.depth),Ae&&t.texSubImage3D(i.TEXTURE_3D,0,0,0,0,Y.width,Y.height,Y.depth,ae,D,Y.data)):t.texImage3D(i.TEXTURE_3D,0,$,Y.width,Y.height,Y.depth,0,ae,D,Y.data);else if(T.isFramebufferTexture){if(oe)if(se)t.texStorage2D(i.TEXTURE_2D,Ve,$,Y.width,Y.height);else{let ie=Y.width,Re=Y.height;for(let Ge=0;Ge<Ve;Ge++)t.texImage2D(i.TEXTURE_2D,Ge,$,ie,Re,0,ae,D,null),ie>>=1,Re>>=1}}else if(T.isHTMLTexture){if("texElementImage2D"in i){let ie=i.canvas;if(ie.hasAttribute("layoutsubtree")||ie.setAttribute("layoutsubtree","true"),Y.parentNode!==ie){ie.appendChild(Y),h.add(T),ie.onpaint=Re=>{let Ge=Re.changedElements;for(let me of h)Ge.includes(me.image)&&(me.needsUpdate=!0)},ie.requestPaint();return}if(i.texElementImage2D.length===3)i.texElementImage2D(i.TEXTURE_2D,i.RGBA8,Y);else{let Ge=i.RGBA,me=i.RGBA,at=i.UNSIGNED_BYTE;i.texElementImage2D(i.TEXTURE_2D,0,Ge,me,at,Y)}i.texParameteri(i.TEXTURE_2D,i.TEXTURE_MIN_FILTER,i.LINEAR),i.texParameteri(i.TEXTURE_2D,i.TEXTURE_WRAP_S,i.CLAMP_TO_EDGE),i.texParameteri(i.TEXTURE_2D,i.TEXTURE_WRAP_T,i.CLAMP_TO_EDGE)}}else if(le.length>0){if(se&&oe){let ie=Oe(le[0]);t.texStorage2D(i.TEXTURE_2D,Ve,$,ie.width,ie.height)}for(let ie=0,Re=le.length;ie<Re;ie++)j=le[ie],se?Ae&&t.texSubImage2D(i.TEXTURE_2D,ie,0,0,ae,D,j):t.texImage2D(i.TEXTURE_2D,ie,$,ae,D,j);T.generateMipmaps=!1}else if(se){if(oe){let ie=Oe(Y);t.texStorage2D(i.TEXTURE_2D,Ve,$,ie.width,ie.height)}Ae&&t.texSubImage2D(i.TEXTURE_2D,0,0,0,ae,D,Y)}else t.texImage2D(i.TEXTURE_2D,0,$,ae,D,Y);_(T)&&T.mipmapsAutoUpdate===!0&&y(ne),he.__version=re.version,T.onUpdate&&T.onUpdate(T)}I.__version=T.version}function Mn(I,T,z){if(T.image.length!==6)return;let ne=ut(I,T),Z=T.source;t.bindTexture(i.TEXTURE_CUBE_MAP,I.__webglTexture,i.TEXTURE0+z);let re=n.get(Z);if(Z.version!==re.__version||ne===!0){t.activeTexture(i.TEXTURE0+z);let he=He.getPrimaries(He.workingColorSpace),K=T.colorSpace===Qi?null:He.getPrimaries(T.colorSpace),Y=T.colorSpace===Qi||he===K?i.NONE:i.BROWSER_DEFAULT_WEBGL;t.pixelStorei(i.UNPACK_FLIP_Y_WEBGL,T.flipY),t.pixelStorei(i.UNPACK_PREMULTIPLY_ALPHA_WEBGL,T.premultiplyAlpha),t.pixelStorei(i.UNPACK_ALIGNMENT,T.unpackAlignment),t.pixelStorei(i.UNPACK_COLORSPACE_CONVERSION_WEBGL,Y);let ae=T.isCompressedTexture||T.image[0].isCompressedTexture,D=T.image[0]&&T.image[0].isDataTexture,$=[];for(let me=0;me<6;me++)!ae&&!D?$[me]=b(T.image[me],!0,s.maxCubemapSize):$[me]=D?T.image[me].image:T.image[me],$[me]=Le(T,$[me]);let j=$[0],le=r.convert(T.format,T.colorSpace),se=r.convert(T.type),oe=w(T.internalFormat,le,se,T.normalized,T.colorSpace),Ae=T.isVideoTexture!==!0,Ve=re.__version===void 0||ne===!0,ie=Z.dataReady,Re=S(T,j);Ze(i.TEXTURE_CUBE_MAP,T);let Ge;if(T.isDepthTexture){if(oe=v(T.format===Zi,T.type),Ve)if(Ae)t.texStorage2D(i.TEXTURE_CUBE_MAP,1,oe,j.width,j.height);else for(let me=0;me<6;me++)t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,0,oe,j.width,j.height,0,le,se,null)}else if(ae){Ae&&Ve&&t.texStorage2D(i.TEXTURE_CUBE_MAP,Re,oe,j.width,j.height);for(let me=0;me<6;me++){Ge=$[me].mipmaps;for(let at=0;at<Ge.length;at++){let Ht=Ge[at];T.format!==jt?le!==null?Ae?ie&&t.compressedTexSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at,0,0,Ht.width,Ht.height,le,Ht.data):t.compressedTexImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at,oe,Ht.width,Ht.height,0,Ht.data):Te("WebGLRenderer: Attempt to load unsupported compressed texture format in .setTextureCube()"):Ae?ie&&t.texSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at,0,0,Ht.width,Ht.height,le,se,Ht.data):t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at,oe,Ht.width,Ht.height,0,le,se,Ht.data)}}}else{if(Ge=T.mipmaps,Ae&&Ve){Ge.length>0&&Re++;let me=Oe($[0]);t.texStorage2D(i.TEXTURE_CUBE_MAP,Re,oe,me.width,me.height)}for(let me=0;me<6;me++)if(D){Ae?ie&&t.texSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,0,0,0,$[me].width,$[me].height,le,se,$[me].data):t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,0,oe,$[me].width,$[me].height,0,le,se,$[me].data);for(let at=0;at<Ge.length;at++){let ss=Ge[at].image[me].image;Ae?ie&&t.texSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at+1,0,0,ss.width,ss.height,le,se,ss.data):t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at+1,oe,ss.width,ss.height,0,le,se,ss.data)}}else{Ae?ie&&t.texSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,0,0,0,le,se,$[me]):t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,0,oe,le,se,$[me]);for(let at=0;at<Ge.length;at++){let Ht=Ge[at];Ae?ie&&t.texSubImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at+1,0,0,le,se,Ht.image[me]):t.texImage2D(i.TEXTURE_CUBE_MAP_POSITIVE_X+me,at+1,oe,le,se,Ht.image[me])}}}_(T)&&T.mipmapsAutoUpdate===!0&&y(i.TEXTURE_CUBE_MAP),re.__version=Z.version,T.onUpdate&&T.onUpdate(T)}I.__version=T.version}function _t(I,T,z,ne,Z,re){let he=r.convert(z.format,z.colorSpace),K=r.convert(z.type),Y=w(z.internalFormat,he,K,z.normalized,z.colorSpace),ae=n.get(T),D=n.get(z);if(D.__renderTarget=T,!ae.__hasExternalTextures){let $=Math.max(1,T.width>>re),j=Math.max(1,T.height>>re);Z===i.TEXTURE_3D||Z===i.TEXTURE_2D_ARRAY?t.texImage3D(Z,re,Y,$,j,T.depth,0,he,K,null):t.texImage2D(Z,re,Y,$,j,0,he,K,null)}t.bindFramebuffer(i.FRAMEBUFFER,I),fe(T)?a.framebufferTexture2DMultisampleEXT(i.FRAMEBUFFER,ne,Z,D.__webglTexture,0,yt(T)):(Z===i.TEXTURE_2D||Z>=i.TEXTURE_CUBE_MAP_POSITIVE_X&&Z<=i.TEXTURE_CUBE_MAP_NEGATIVE_Z)&&i.framebufferTexture2D(i.FRAMEBUFFER,ne,Z,D.__webglTexture,re),t.bindFramebuffer(i.FRAMEBUFFER,null)}function ui(I,T,z){if(i.bindRenderbuffer(i.RENDERBUFFER,I),T.depthBuffer){let ne=T.depthTexture,Z=ne&&ne.isDepthTexture?ne.type:null,re=v(T.stencilBuffer,Z),he=T.stencilBuffer?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT;fe(T)?a.renderbufferStorageMultisampleEXT(i.RENDERBUFFER,yt(T),re,T.width,T.height):z?i.renderbufferStorageMultisample(i.RENDERBUFFER,yt(T),re,T.width,T.height):i.renderbufferStorage(i.RENDERBUFFER,re,T.width,T.height),i.framebufferRenderbuffer(i.FRAMEBUFFER,he,i.RENDERBUFFER,I)}else{let ne=T.textures;for(let Z=0;Z<ne.length;Z++){let re=ne[Z],he=r.convert(re.format,re.colorSpace),K=r.convert(re.type),Y=w(re.internalFormat,he,K,re.normalized,re.colorSpace);fe(T)?a.renderbufferStorageMultisampleEXT(i.RENDERBUFFER,yt(T),Y,T.width,T.height):z?i.renderbufferStorageMultisample(i.RENDERBUFFER,yt(T),Y,T.width,T.height):i.renderbufferStorage(i.RENDERBUFFER,Y,T.width,T.height)}}i.bindRenderbuffer(i.RENDERBUFFER,null)}function Vt(I,T,z){let ne=T.isWebGLCubeRenderTarget===!0;if(t.bindFramebuffer(i.FRAMEBUFFER,I),!(T.depthTexture&&T.depthTexture.isDepthTexture))throw new Error("THREE.WebGLTextures: renderTarget.depthTexture must be an instance of THREE.DepthTexture.");let Z=n.get(T.depthTexture);Z.__renderTarget=T;let re=ne?T.depthTexture.image[0]:T.depthTexture.image;(!Z.__webglTexture||re.width!==T.width||re.height!==T.height)&&(re.width=T.width,re.height=T.height,T.depthTexture.needsUpdate=!0),ne?pe(T.depthTexture,0):ue(T.depthTexture,0);let he=Z.__webglTexture,K=yt(T),Y=ne?i.TEXTURE_CUBE_MAP_POSITIVE_X+z:i.TEXTURE_2D,ae=T.depthTexture.format===Zi?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT;if(T.depthTexture.format===zi)fe(T)?a.framebufferTexture2DMultisampleEXT(i.FRAMEBUFFER,ae,Y,he,0,K):i.framebufferTexture2D(i.FRAMEBUFFER,ae,Y,he,0);else if(T.depthTexture.format===Zi)fe(T)?a.framebufferTexture2DMultisampleEXT(i.FRAMEBUFFER,ae,Y,he,0,K):i.framebufferTexture2D(i.FRAMEBUFFER,ae,Y,he,0);else throw new Error("THREE.WebGLTextures: Unknown depthTexture format.")}function Fn(I){let T=n.get(I),z=I.isWebGLCubeRenderTarget===!0;if(T.__boundDepthTexture!==I.depthTexture){let ne=I.depthTexture;if(T.__depthDisposeCallback&&T.__depthDisposeCallback(),ne){let Z=()=>{delete T.__boundDepthTexture,delete T.__depthDisposeCallback,ne.removeEventListener("dispose",Z)};ne.addEventListener("dispose",Z),T.__depthDisposeCallback=Z}T.__boundDepthTexture=ne}if(I.depthTexture&&!T.__autoAllocateDepthBuffer)if(z)for(let ne=0;ne<6;ne++)Vt(T.__webglFramebuffer[ne],I,ne);else I.texture.mipmaps.length>0?Vt(T.__webglFramebuffer[0],I,0):Vt(T.__webglFramebuffer,I,0);else if(z){T.__webglDepthbuffer=[];for(let ne=0;ne<6;ne++)if(t.bindFramebuffer(i.FRAMEBUFFER,T.__webglFramebuffer[ne]),T.__webglDepthbuffer[ne]===void 0)T.__webglDepthbuffer[ne]=i.createRenderbuffer(),ui(T.__webglDepthbuffer[ne],I,!1);else{let Z=I.stencilBuffer?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT,re=T.__webglDepthbuffer[ne];i.bindRenderbuffer(i.RENDERBUFFER,re),i.framebufferRenderbuffer(i.FRAMEBUFFER,Z,i.RENDERBUFFER,re)}}else if(I.texture.mipmaps.length>0?t.bindFramebuffer(i.FRAMEBUFFER,T.__webglFramebuffer[0]):t.bindFramebuffer(i.FRAMEBUFFER,T.__webglFramebuffer),T.__webglDepthbuffer===void 0)T.__webglDepthbuffer=i.createRenderbuffer(),ui(T.__webglDepthbuffer,I,!1);else{let Z=I.stencilBuffer?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT,re=T.__webglDepthbuffer;i.bindRenderbuffer(i.RENDERBUFFER,re),i.framebufferRenderbuffer(i.FRAMEBUFFER,Z,i.RENDERBUFFER,re)}t.bindFramebuffer(i.FRAMEBUFFER,null)}function On(I,T,z){let ne=n.get(I);T!==void 0&&_t(ne.__webglFramebuffer,I,I.texture,i.COLOR_ATTACHMENT0,i.TEXTURE_2D,0),z!==void 0&&Fn(I)}function Un(I){let T=I.texture,z=n.get(I),ne=n.get(T);I.addEventListener("dispose",P),L(I);let Z=I.textures,re=I.isWebGLCubeRenderTarget===!0,he=Z.length>1;if(he||(ne.__webglTexture===void 0&&(ne.__webglTexture=i.createTexture()),ne.__version=T.version,o.memory.textures++),re){z.__webglFramebuffer=[];for(let K=0;K<6;K++)if(T.mipmaps.length>0){z.__webglFramebuffer[K]=[];for(let Y=0;Y<T.mipmaps.length;Y++)z.__webglFramebuffer[K][Y]=i.createFramebuffer()}else z.__webglFramebuffer[K]=i.createFramebuffer()}else{if(T.mipmaps.length>0){z.__webglFramebuffer=[];for(let K=0;K<T.mipmaps.length;K++)z.__webglFramebuffer[K]=i.createFramebuffer()}else z.__webglFramebuffer=i.createFramebuffer();if(he)for(let K=0,Y=Z.length;K<Y;K++){let ae=n.get(Z[K]);ae.__webglTexture===void 0&&(ae.__webglTexture=i.createTexture(),o.memory.textures++)}if(I.samples>0&&fe(I)===!1){z.__webglMultisampledFramebuffer=i.createFramebuffer(),z.__webglColorRenderbuffer=[],t.bindFramebuffer(i.FRAMEBUFFER,z.__webglMultisampledFramebuffer);for(let K=0;K<Z.length;K++){let Y=Z[K];z.__webglColorRenderbuffer[K]=i.createRenderbuffer(),i.bindRenderbuffer(i.RENDERBUFFER,z.__webglColorRenderbuffer[K]);let ae=r.convert(Y.format,Y.colorSpace),D=r.convert(Y.type),$=w(Y.internalFormat,ae,D,Y.normalized,Y.colorSpace,I.isXRRenderTarget===!0),j=yt(I);i.renderbufferStorageMultisample(i.RENDERBUFFER,j,$,I.width,I.height),i.framebufferRenderbuffer(i.FRAMEBUFFER,i.COLOR_ATTACHMENT0+K,i.RENDERBUFFER,z.__webglColorRenderbuffer[K])}i.bindRenderbuffer(i.RENDERBUFFER,null),I.depthBuffer&&(z.__webglDepthRenderbuffer=i.createRenderbuffer(),ui(z.__webglDepthRenderbuffer,I,!0)),t.bindFramebuffer(i.FRAMEBUFFER,null)}}if(re){t.bindTexture(i.TEXTURE_CUBE_MAP,ne.__webglTexture),Ze(i.TEXTURE_CUBE_MAP,T);for(let K=0;K<6;K++)if(T.mipmaps.length>0)for(let Y=0;Y<T.mipmaps.length;Y++)_t(z.__webglFramebuffer[K][Y],I,T,i.COLOR_ATTACHMENT0,i.TEXTURE_CUBE_MAP_POSITIVE_X+K,Y);else _t(z.__webglFramebuffer[K],I,T,i.COLOR_ATTACHMENT0,i.TEXTURE_CUBE_MAP_POSITIVE_X+K,0);_(T)?y(i.TEXTURE_CUBE_MAP):T.mipmaps.length>0&&i.texParameteri(i.TEXTURE_CUBE_MAP,i.TEXTURE_MAX_LEVEL,T.mipmaps.length-1),t.unbindTexture()}else if(he){for(let K=0,Y=Z.length;K<Y;K++){let ae=Z[K],D=n.get(ae),$=i.TEXTURE_2D;(I.isWebGL3DRenderTarget||I.isWebGLArrayRenderTarget)&&($=I.isWebGL3DRenderTarget?i.TEXTURE_3D:i.TEXTURE_2D_ARRAY),t.bindTexture($,D.__webglTexture),Ze($,ae),_t(z.__webglFramebuffer,I,ae,i.COLOR_ATTACHMENT0+K,$,0),_(ae)&&y($)}t.unbindTexture()}else{let K=i.TEXTURE_2D;if((I.isWebGL3DRenderTarget||I.isWebGLArrayRenderTarget)&&(K=I.isWebGL3DRenderTarget?i.TEXTURE_3D:i.TEXTURE_2D_ARRAY),t.bindTexture(K,ne.__webglTexture),Ze(K,T),T.mipmaps.length>0)for(let Y=0;Y<T.mipmaps.length;Y++)_t(z.__webglFramebuffer[Y],I,T,i.COLOR_ATTACHMENT0,K,Y);else _t(z.__webglFramebuffer,I,T,i.COLOR_ATTACHMENT0,K,0);_(T)?y(K):T.mipmaps.length>0&&i.texParameteri(K,i.TEXTURE_MAX_LEVEL,T.mipmaps.length-1),t.unbindTexture()}I.depthBuffer&&Fn(I)}function O(I){let T=I.textures;for(let z=0,ne=T.length;z<ne;z++){let Z=T[z];if(_(Z)&&Z.mipmapsAutoUpdate===!0){let re=M(I),he=n.get(Z).__webglTexture;t.bindTexture(re,he),y(re),t.unbindTexture()}}}let Bn=[];function xt(I){if(I.samples>0){if(fe(I)===!1){let T=I.textures,z=I.width,ne=I.height,Z=i.COLOR_BUFFER_BIT,re=I.stencilBuffer?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT,he=n.get(I),K=T.length>1;if(K)for(let ae=0;ae<T.length;ae++)t.bindFramebuffer(i.FRAMEBUFFER,he.__webglMultisampledFramebuffer),i.framebufferRenderbuffer(i.FRAMEBUFFER,i.COLOR_ATTACHMENT0+ae,i.RENDERBUFFER,null),t.bindFramebuffer(i.FRAMEBUFFER,he.__webglFramebuffer),i.framebufferTexture2D(i.DRAW_FRAMEBUFFER,i.COLOR_ATTACHMENT0+ae,i.TEXTURE_2D,null,0);t.bindFramebuffer(i.READ_FRAMEBUFFER,he.__webglMultisampledFramebuffer),I.texture.mipmaps.length>0?t.bindFramebuffer(i.DRAW_FRAMEBUFFER,he.__webglFramebuffer[0]):t.bindFramebuffer(i.DRAW_FRAMEBUFFER,he.__webglFramebuffer);for(let ae=0;ae<T.length;ae++){if(I.resolveDepthBuffer&&(I.depthBuffer&&(Z|=i.DEPTH_BUFFER_BIT),I.stencilBuffer&&I.resolveStencilBuffer&&(Z|=i.STENCIL_BUFFER_BIT)),K){i.framebufferRenderbuffer(i.READ_FRAMEBUFFER,i.COLOR_ATTACHMENT0,i.RENDERBUFFER,he.__webglColorRenderbuffer[ae]);let D=n.get(T[ae]).__webglTexture;i.framebufferTexture2D(i.DRAW_FRAMEBUFFER,i.COLOR_ATTACHMENT0,i.TEXTURE_2D,D,0)}i.blitFramebuffer(0,0,z,ne,0,0,z,ne,Z,i.NEAREST),l===!0&&(Bn.length=0,Bn.push(i.COLOR_ATTACHMENT0+ae),I.depthBuffer&&I.storeMultisampledDepthBuffer===!1&&Bn.push(re),i.invalidateFramebuffer(i.READ_FRAMEBUFFER,Bn))}if(t.bindFramebuffer(i.READ_FRAMEBUFFER,null),t.bindFramebuffer(i.DRAW_FRAMEBUFFER,null),K)for(let ae=0;ae<T.length;ae++){t.bindFramebuffer(i.FRAMEBUFFER,he.__webglMultisampledFramebuffer),i.framebufferRenderbuffer(i.FRAMEBUFFER,i.COLOR_ATTACHMENT0+ae,i.RENDERBUFFER,he.__webglColorRenderbuffer[ae]);let D=n.get(T[ae]).__webglTexture;t.bindFramebuffer(i.FRAMEBUFFER,he.__webglFramebuffer),i.framebufferTexture2D(i.DRAW_FRAMEBUFFER,i.COLOR_ATTACHMENT0+ae,i.TEXTURE_2D,D,0)}t.bindFramebuffer(i.DRAW_FRAMEBUFFER,he.__webglMultisampledFramebuffer)}else if(I.depthBuffer&&I.storeMultisampledDepthBuffer===!1&&l){let T=I.stencilBuffer?i.DEPTH_STENCIL_ATTACHMENT:i.DEPTH_ATTACHMENT;i.invalidateFramebuffer(i.DRAW_FRAMEBUFFER,[T])}}}function yt(I){return Math.min(s.maxSamples,I.samples)}function fe(I){let T=n.get(I);return I.samples>0&&e.has("WEBGL_multisampled_render_to_texture")===!0&&T.__useRenderToTexture!==!1}function Bt(I){let T=o.render.frame;u.get(I)!==T&&(u.set(I,T),I.update())}function Le(I,T){let z=I.colorSpace,ne=I.format,Z=I.type;return I.isCompressedTexture===!0||I.isVideoTexture===!0||z!==Tt&&z!==Qi&&(He.getTransfer(z)===rt?(ne!==jt||Z!==Rn)&&Te("WebGLTextures: sRGB encoded textures have to use RGBAFormat and UnsignedByteType."):De("WebGLTextures: Unsupported texture color space:",z)),T}function Oe(I){return typeof HTMLImageElement<"u"&&I instanceof HTMLImageElement?(c.width=I.naturalWidth||I.width,c.height=I.naturalHeight||I.height):typeof VideoFrame<"u"&&I instanceof VideoFrame?(c.width=I.displayWidth,c.height=I.displayHeight):(c.width=I.width,c.height=I.height),c}this.allocateTextureUnit=Ne,this.resetTextureUnits=Q,this.getTextureUnits=ee,this.setTextureUnits=ve,this.setTexture2D=ue,this.setTexture2DArray=ye,this.setTexture3D=Ce,this.setTextureCube=pe,this.rebindTextures=On,this.setupRenderTarget=Un,this.updateRenderTargetMipmap=O,this.updateMultisampleRenderTarget=xt,this.setupDepthRenderbuffer=Fn,this.setupFrameBufferTexture=_t,this.useMultisampledRTT=fe,this.dispose=U}function Bw(i,e){function t(n,s=Qi){let r,o=He.getTransfer(s);if(n===Rn)return i.UNSIGNED_BYTE;if(n===Ul)return i.UNSIGNED_SHORT_4_4_4_4;if(n===Bl)return i.UNSIGNED_SHORT_5_5_5_1;if(n===jh)return i.UNSIGNED_INT_5_9_9_9_REV;if(n===Kh)return i.UNSIGNED_INT_10F_11F_11F_REV;if(n===qh)return i.BYTE;if(n===Xh)return i.SHORT;if(n===Fr)return i.UNSIGNED_SHORT;if(n===Ol)return i.INT;if(n===Kn)return i.UNSIGNED_INT;if(n===$t)return i.FLOAT;if(n===un)return i.HALF_FLOAT;if(n===Yh)return i.ALPHA;if(n===Jh)return i.RGB;if(n===jt)return i.RGBA;if(n===zi)return i.DEPTH_COMPONENT;if(n===Zi)return i.DEPTH_STENCIL;if(n===zl)return i.RED;if(n===$o)return i.RED_INTEGER;if(n===ps)return i.RG;if(n===Gl)return i.RG_INTEGER;if(n===Vl)return i.RGBA_INTEGER;if(n===Zo||n===Qo||n===ea||n===ta)if(o===rt)if(r=e.get("WEBGL_compressed_texture_s3tc_srgb"),r!==null){if(n===Zo)return r.COMPRESSED_SRGB_S3TC_DXT1_EXT;if(n===Qo)return r.COMPRESSED_SRGB_ALPHA_S3TC_DXT1_EXT;if(n===ea)return r.COMPRESSED_SRGB_ALPHA_S3TC_DXT3_EXT;if(n===ta)return r.COMPRESSED_SRGB_ALPHA_S3TC_DXT5_EXT}else return null;else if(r=e.get("WEBGL_compressed_texture_s3tc"),r!==null){if(n===Zo)return r.COMPRESSED_RGB_S3TC_DXT1_EXT;if(n===Qo)return r.COMPRESSED_RGBA_S3TC_DXT1_EXT;if(n===ea)return r.COMPRESSED_RGBA_S3TC_DXT3_EXT;if(n===ta)return r.COMPRESSED_RGBA_S3TC_DXT5_EXT}else return null;if(n===Hl||n===Wl||n===ql||n===Xl)if(r=e.get("WEBGL_compressed_texture_pvrtc"),r!==null){if(n===Hl)return r.COMPRESSED_RGB_PVRTC_4BPPV1_IMG;if(n===Wl)return r.COMPRESSED_RGB_PVRTC_2BPPV1_IMG;if(n===ql)return r.COMPRESSED_RGBA_PVRTC_4BPPV1_IMG;if(n===Xl)return r.COMPRESSED_RGBA_PVRTC_2BPPV1_IMG}else return null;if(n===jl||n===Kl||n===Yl||n===Jl||n===$l||n===na||n===Zl)if(r=e.get("WEBGL_compressed_texture_etc"),r!==null){if(n===jl||n===Kl)return o===rt?r.COMPRESSED_SRGB8_ETC2:r.COMPRESSED_RGB8_ETC2;if(n===Yl)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ETC2_EAC:r.COMPRESSED_RGBA8_ETC2_EAC;if(n===Jl)return r.COMPRESSED_R11_EAC;if(n===$l)return r.COMPRESSED_SIGNED_R11_EAC;if(n===na)return r.COMPRESSED_RG11_EAC;if(n===Zl)return r.COMPRESSED_SIGNED_RG11_EAC}else return null;if(n===Ql||n===ec||n===tc||n===nc||n===ic||n===sc||n===rc||n===oc||n===ac||n===lc||n===cc||n===uc||n===hc||n===dc)if(r=e.get("WEBGL_compressed_texture_astc"),r!==null){if(n===Ql)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_4x4_KHR:r.COMPRESSED_RGBA_ASTC_4x4_KHR;if(n===ec)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_5x4_KHR:r.COMPRESSED_RGBA_ASTC_5x4_KHR;if(n===tc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_5x5_KHR:r.COMPRESSED_RGBA_ASTC_5x5_KHR;if(n===nc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_6x5_KHR:r.COMPRESSED_RGBA_ASTC_6x5_KHR;if(n===ic)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_6x6_KHR:r.COMPRESSED_RGBA_ASTC_6x6_KHR;if(n===sc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_8x5_KHR:r.COMPRESSED_RGBA_ASTC_8x5_KHR;if(n===rc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_8x6_KHR:r.COMPRESSED_RGBA_ASTC_8x6_KHR;if(n===oc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_8x8_KHR:r.COMPRESSED_RGBA_ASTC_8x8_KHR;if(n===ac)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_10x5_KHR:r.COMPRESSED_RGBA_ASTC_10x5_KHR;if(n===lc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_10x6_KHR:r.COMPRESSED_RGBA_ASTC_10x6_KHR;if(n===cc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_10x8_KHR:r.COMPRESSED_RGBA_ASTC_10x8_KHR;if(n===uc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_10x10_KHR:r.COMPRESSED_RGBA_ASTC_10x10_KHR;if(n===hc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_12x10_KHR:r.COMPRESSED_RGBA_ASTC_12x10_KHR;if(n===dc)return o===rt?r.COMPRESSED_SRGB8_ALPHA8_ASTC_12x12_KHR:r.COMPRESSED_RGBA_ASTC_12x12_KHR}else return null;if(n===fc||n===pc||n===mc)if(r=e.get("EXT_texture_compression_bptc"),r!==null){if(n===fc)return o===rt?r.COMPRESSED_SRGB_ALPHA_BPTC_UNORM_EXT:r.COMPRESSED_RGBA_BPTC_UNORM_EXT;if(n===pc)return r.COMPRESSED_RGB_BPTC_SIGNED_FLOAT_EXT;if(n===mc)return r.COMPRESSED_RGB_BPTC_UNSIGNED_FLOAT_EXT}else return null;if(n===gc||n===bc||n===ia||n===xc)if(r=e.get("EXT_texture_compression_rgtc"),r!==null){if(n===gc)return r.COMPRESSED_RED_RGTC1_EXT;if(n===bc)return r.COMPRESSED_SIGNED_RED_RGTC1_EXT;if(n===ia)return r.COMPRESSED_RED_GREEN_RGTC2_EXT;if(n===xc)return r.COMPRESSED_SIGNED_RED_GREEN_RGTC2_EXT}else return null;return n===zs?i.UNSIGNED_INT_24_8:i[n]!==void 0?i[n]:null}return{convert:t}}var zw=`
void main() {

	gl_Position = vec4( position, 1.0 );

}`,Gw=`
uniform sampler2DArray depthColor;
uniform float depthWidth;
uniform float depthHeight;

void main() {

	vec2 coord = vec2( gl_FragCoord.x / depthWidth, gl_FragCoord.y / depthHeight );

	if ( coord.x >= 1.0 ) {

		gl_FragDepth = texture( depthColor, vec3( coord.x - 1.0, coord.y, 1 ) ).r;

	} else {

		gl_FragDepth = texture( depthColor, vec3( coord.x, coord.y, 0 ) ).r;

	}

}`,yd=class{constructor(){this.texture=null,this.mesh=null,this.depthNear=0,this.depthFar=0}init(e,t){if(this.texture===null){let n=new Go(e.texture);(e.depthNear!==t.depthNear||e.depthFar!==t.depthFar)&&(this.depthNear=e.depthNear,this.depthFar=e.depthFar),this.texture=n}}getMesh(e){if(this.texture!==null&&this.mesh===null){let t=e.cameras[0].viewport,n=new Tn({vertexShader:zw,fragmentShader:Gw,uniforms:{depthColor:{value:this.texture},depthWidth:{value:t.z},depthHeight:{value:t.w}}});this.mesh=new nt(new Os(20,20),n)}return this.mesh}reset(){this.texture=null,this.mesh=null}getDepthTexture(){return this.texture}},vd=class extends pi{constructor(e,t){super();let n=this,s=null,r=1,o=null,a="local-floor",l=1,c=null,u=null,h=null,d=null,f=null,g=null,x=typeof XRWebGLBinding<"u",p=new yd,m={},b=t.getContextAttributes(),_=null,y=null,M=[],w=[],v=new Pe,S=null,L=null,E=new Ct;E.viewport=new et;let R=new Ct;R.viewport=new et;let P=[E,R],N=new Dl,k=null,U=null;this.cameraAutoUpdate=!0,this.enabled=!1,this.isPresenting=!1,this.getController=function(J){let ue=M[J];return ue===void 0&&(ue=new vr,M[J]=ue),ue.getTargetRaySpace()},this.getControllerGrip=function(J){let ue=M[J];return ue===void 0&&(ue=new vr,M[J]=ue),ue.getGripSpace()},this.getHand=function(J){let ue=M[J];return ue===void 0&&(ue=new vr,M[J]=ue),ue.getHandSpace()};function V(J){let ue=w.indexOf(J.inputSource);if(ue===-1)return;let ye=M[ue];ye!==void 0&&(ye.update(J.inputSource,J.frame,c||o),ye.dispatchEvent({type:J.type,data:J.inputSource}))}function H(){s.removeEventListener("select",V),s.removeEventListener("selectstart",V),s.removeEventListener("selectend",V),s.removeEventListener("squeeze",V),s.removeEventListener("squeezestart",V),s.removeEventListener("squeezeend",V),s.removeEventListener("end",H),s.removeEventListener("inputsourceschange",te);for(let J=0;J<M.length;J++){let ue=w[J];ue!==null&&(w[J]=null,M[J].disconnect(ue))}k=null,U=null,p.reset();for(let J in m)delete m[J];if(e.setRenderTarget(_),f=null,d=null,h=null,s=null,y=null,Ne.stop(),n.isPresenting=!1,e.setPixelRatio(S),e.setSize(v.width,v.height,!1),L!==null){let J=L.camera;J.fov=L.fov,J.zoom=L.zoom,J.updateProjectionMatrix(),L=null}n.dispatchEvent({type:"sessionend"})}this.setFramebufferScaleFactor=function(J){r=J,n.isPresenting===!0&&Te("WebXRManager: Cannot change framebuffer scale while presenting.")},this.setReferenceSpaceType=function(J){a=J,n.isPresenting===!0&&Te("WebXRManager: Cannot change reference space type while presenting.")},this.getReferenceSpace=function(){return c||o},this.setReferenceSpace=function(J){c=J},this.getBaseLayer=function(){return d!==null?d:f},this.getBinding=function(){return h===null&&x&&(h=new XRWebGLBinding(s,t)),h},this.getFrame=function(){return g},this.getSession=function(){return s},this.setSession=async function(J){if(s=J,s!==null){if(_=e.getRenderTarget(),s.addEventListener("select",V),s.addEventListener("selectstart",V),s.addEventListener("selectend",V),s.addEventListener("squeeze",V),s.addEventListener("squeezestart",V),s.addEventListener("squeezeend",V),s.addEventListener("end",H),s.addEventListener("inputsourceschange",te),b.xrCompatible!==!0&&await t.makeXRCompatible(),S=e.getPixelRatio(),e.getSize(v),x&&"createProjectionLayer"in XRWebGLBinding.prototype){let ye=null,Ce=null,pe=null;b.depth&&(pe=b.stencil?t.DEPTH24_STENCIL8:t.DEPTH_COMPONENT24,ye=b.stencil?Zi:zi,Ce=b.stencil?zs:Kn);let Fe={colorFormat:t.RGBA8,depthFormat:pe,scaleFactor:r};h=this.getBinding(),d=h.createProjectionLayer(Fe),s.updateRenderState({layers:[d]}),e.setPixelRatio(1),e.setSize(d.textureWidth,d.textureHeight,!1),y=new gn(d.textureWidth,d.textureHeight,{format:jt,type:Rn,depthTexture:new qi(d.textureWidth,d.textureHeight,Ce,void 0,void 0,void 0,void 0,void 0,void 0,ye),stencilBuffer:b.stencil,colorSpace:e.outputColorSpace,samples:b.antialias?4:0,resolveDepthBuffer:d.ignoreDepthValues===!1,resolveStencilBuffer:d.ignoreDepthValues===!1,storeMultisampledDepthBuffer:d.ignoreDepthValues===!1,storeMultisampledStencilBuffer:d.ignoreDepthValues===!1})}else{let ye={antialias:b.antialias,alpha:!0,depth:b.depth,stencil:b.stencil,framebufferScaleFactor:r};f=new XRWebGLLayer(s,t,ye),s.updateRenderState({baseLayer:f}),e.setPixelRatio(1),e.setSize(f.framebufferWidth,f.framebufferHeight,!1),y=new gn(f.framebufferWidth,f.framebufferHeight,{format:jt,type:Rn,colorSpace:e.outputColorSpace,stencilBuffer:b.stencil,resolveDepthBuffer:f.ignoreDepthValues===!1,resolveStencilBuffer:f.ignoreDepthValues===!1,storeMultisampledDepthBuffer:f.ignoreDepthValues===!1,storeMultisampledStencilBuffer:f.ignoreDepthValues===!1})}y.isXRRenderTarget=!0,this.setFoveation(l),c=null,o=await s.requestReferenceSpace(a),Ne.setContext(s),Ne.start(),n.isPresenting=!0,n.dispatchEvent({type:"sessionstart"})}},this.getEnvironmentBlendMode=function(){if(s!==null)return s.environmentBlendMode},this.getDepthTexture=function(){return p.getDepthTexture()};function te(J){for(let ue=0;ue<J.removed.length;ue++){let ye=J.removed[ue],Ce=w.indexOf(ye);Ce>=0&&(w[Ce]=null,M[Ce].disconnect(ye))}for(let ue=0;ue<J.added.length;ue++){let ye=J.added[ue],Ce=w.indexOf(ye);if(Ce===-1){for(let Fe=0;Fe<M.length;Fe++)if(Fe>=w.length){w.push(ye),Ce=Fe;break}else if(w[Fe]===null){w[Fe]=ye,Ce=Fe;break}if(Ce===-1)break}let pe=M[Ce];pe&&pe.connect(ye)}}function q(J,ue){ue===null?J.matrixWorld.copy(J.matrix):J.matrixWorld.multiplyMatrices(ue.matrixWorld,J.matrix),J.matrixWorldInverse.copy(J.matrixWorld).invert()}this.updateCamera=function(J){if(s===null)return;let ue=J.near,ye=J.far;p.texture!==null&&(p.depthNear>0&&(ue=p.depthNear),p.depthFar>0&&(ye=p.depthFar)),N.near=R.near=E.near=ue,N.far=R.far=E.far=ye,(k!==N.near||U!==N.far)&&(s.updateRenderState({depthNear:N.near,depthFar:N.far}),k=N.near,U=N.far),N.layers.mask=J.layers.mask|6,E.layers.mask=N.layers.mask&-5,R.layers.mask=N.layers.mask&-3;let Ce=J.parent,pe=N.cameras;q(N,Ce);for(let Fe=0;Fe<pe.length;Fe++)q(pe[Fe],Ce);N.projectionMatrix.copy(E.projectionMatrix),N.projectionMatrixInverse.copy(E.projectionMatrixInverse),L===null&&J.isPerspectiveCamera&&(L={camera:J,fov:J.fov,zoom:J.zoom}),Q(J,N,Ce)};function Q(J,ue,ye){ye===null?J.matrix.copy(ue.matrixWorld):(J.matrix.copy(ye.matrixWorld),J.matrix.invert(),J.matrix.multiply(ue.matrixWorld)),J.matrix.decompose(J.position,J.quaternion,J.scale),J.updateMatrixWorld(!0),J.projectionMatrix.copy(ue.projectionMatrix),J.projectionMatrixInverse.copy(ue.projectionMatrixInverse),J.isPerspectiveCamera&&(J.fov=Fs*2*Math.atan(1/J.projectionMatrix.elements[5]),J.zoom=1)}this.getCamera=function(){return N},this.getFoveation=function(){if(!(d===null&&f===null))return l},this.setFoveation=function(J){l=J,d!==null&&(d.fixedFoveation=J),f!==null&&f.fixedFoveation!==void 0&&(f.fixedFoveation=J)},this.hasDepthSensing=function(){return p.texture!==null},this.getDepthSensingMesh=function(){return p.getMesh(N)},this.getCameraTexture=function(J){return m[J]};let ee=null;function ve(J,ue){if(u=ue.getViewerPose(c||o),g=ue,u!==null){let ye=u.views;f!==null&&(e.setRenderTargetFramebuffer(y,f.framebuffer),e.setRenderTarget(y));let Ce=!1;ye.length!==N.cameras.length&&(N.cameras.length=0,Ce=!0);for(let Ie=0;Ie<ye.length;Ie++){let Ze=ye[Ie],ut=null;if(f!==null)ut=f.getViewport(Ze);else{let Kt=h.getViewSubImage(d,Ze);ut=Kt.viewport,Ie===0&&(e.setRenderTargetTextures(y,Kt.colorTexture,Kt.depthStencilTexture),e.setRenderTarget(y))}let je=P[Ie];je===void 0&&(je=new Ct,je.layers.enable(Ie),je.viewport=new et,P[Ie]=je),je.matrix.fromArray(Ze.transform.matrix),je.matrix.decompose(je.position,je.quaternion,je.scale),je.projectionMatrix.fromArray(Ze.projectionMatrix),je.projectionMatrixInverse.copy(je.projectionMatrix).invert(),je.viewport.set(ut.x,ut.y,ut.width,ut.height),Ie===0&&(N.matrix.copy(je.matrix),N.matrix.decompose(N.position,N.quaternion,N.scale)),Ce===!0&&N.cameras.push(je)}let pe=s.enabledFeatures;if(pe&&pe.includes("depth-sensing")&&s.depthUsage=="gpu-optimized"&&x){h=n.getBinding();let Ie=h.getDepthInformation(ye[0]);Ie&&Ie.isValid&&Ie.texture&&p.init(Ie,s.renderState)}if(pe&&pe.includes("camera-access")&&x){e.state.unbindTexture(),h=n.getBinding();for(let Ie=0;Ie<ye.length;Ie++){let Ze=ye[Ie].camera;if(Ze){let ut=m[Ze];ut||(ut=new Go,m[Ze]=ut);let je=h.getCameraImage(Ze);ut.sourceTexture=je}}}}for(let ye=0;ye<M.length;ye++){let Ce=w[ye],pe=M[ye];Ce!==null&&pe!==void 0&&pe.update(Ce,ue,c||o)}ee&&ee(J,ue),ue.detectedPlanes&&n.dispatchEvent({type:"planesdetected",data:ue}),g=null}let Ne=new hg;Ne.setAnimationLoop(ve),this.setAnimationLoop=function(J){ee=J},this.dispose=function(){}}},Vw=new xe,_g=new ke;_g.set(-1,0,0,0,1,0,0,0,1);function Hw(i,e){function t(p,m){p.matrixAutoUpdate===!0&&p.updateMatrix(),m.value.copy(p.matrix)}function n(p,m){m.color.getRGB(p.fogColor.value,ad(i)),m.isFog?(p.fogNear.value=m.near,p.fogFar.value=m.far):m.isFogExp2&&(p.fogDensity.value=m.density)}function s(p,m,b,_,y){m.isNodeMaterial?m.uniformsNeedUpdate=!1:m.isMeshBasicMaterial?r(p,m):m.isMeshLambertMaterial?(r(p,m),m.envMap&&(p.envMapIntensity.value=m.envMapIntensity)):m.isMeshToonMaterial?(r(p,m),h(p,m)):m.isMeshPhongMaterial?(r(p,m),u(p,m),m.envMap&&(p.envMapIntensity.value=m.envMapIntensity)):m.isMeshStandardMaterial?(r(p,m),d(p,m),m.isMeshPhysicalMaterial&&f(p,m,y)):m.isMeshMatcapMaterial?(r(p,m),g(p,m)):m.isMeshDepthMaterial?r(p,m):m.isMeshDistanceMaterial?(r(p,m),x(p,m)):m.isMeshNormalMaterial?r(p,m):m.isLineBasicMaterial?(o(p,m),m.isLineDashedMaterial&&a(p,m)):m.isPointsMaterial?l(p,m,b,_):m.isSpriteMaterial?c(p,m):m.isShadowMaterial?(p.color.value.copy(m.color),p.opacity.value=m.opacity):m.isShaderMaterial&&(m.uniformsNeedUpdate=!1)}function r(p,m){p.opacity.value=m.opacity,m.color&&p.diffuse.value.copy(m.color),m.emissive&&p.emissive.value.copy(m.emissive).multiplyScalar(m.emissiveIntensity),m.map&&(p.map.value=m.map,t(m.map,p.mapTransform)),m.alphaMap&&(p.alphaMap.value=m.alphaMap,t(m.alphaMap,p.alphaMapTransform)),m.bumpMap&&(p.bumpMap.value=m.bumpMap,t(m.bumpMap,p.bumpMapTransform),p.bumpScale.value=m.bumpScale,m.side===Zt&&(p.bumpScale.value*=-1)),m.normalMap&&(p.normalMap.value=m.normalMap,t(m.normalMap,p.normalMapTransform),p.normalScale.value.copy(m.normalScale),m.side===Zt&&p.normalScale.value.negate()),m.displacementMap&&(p.displacementMap.value=m.displacementMap,t(m.displacementMap,p.displacementMapTransform),p.displacementScale.value=m.displacementScale,p.displacementBias.value=m.displacementBias),m.emissiveMap&&(p.emissiveMap.value=m.emissiveMap,t(m.emissiveMap,p.emissiveMapTransform)),m.specularMap&&(p.specularMap.value=m.specularMap,t(m.specularMap,p.specularMapTransform)),m.alphaTest>0&&(p.alphaTest.value=m.alphaTest);let b=e.get(m),_=b.envMap,y=b.envMapRotation;_&&(p.envMap.value=_,p.envMapRotation.value.setFromMatrix4(Vw.makeRotationFromEuler(y)).transpose(),_.isCubeTexture&&_.isRenderTargetTexture===!1&&p.envMapRotation.value.premultiply(_g),p.reflectivity.value=m.reflectivity,p.ior.value=m.ior,p.refractionRatio.value=m.refractionRatio),m.lightMap&&(p.lightMap.value=m.lightMap,p.lightMapIntensity.value=m.lightMapIntensity,t(m.lightMap,p.lightMapTransform)),m.aoMap&&(p.aoMap.value=m.aoMap,p.aoMapIntensity.value=m.aoMapIntensity,t(m.aoMap,p.aoMapTransform))}function o(p,m){p.diffuse.value.copy(m.color),p.opacity.value=m.opacity,m.map&&(p.map.value=m.map,t(m.map,p.mapTransform))}function a(p,m){p.dashSize.value=m.dashSize,p.totalSize.value=m.dashSize+m.gapSize,p.scale.value=m.scale}function l(p,m,b,_){p.diffuse.value.copy(m.color),p.opacity.value=m.opacity,p.size.value=m.size*b,p.scale.value=_*.5,m.map&&(p.map.value=m.map,t(m.map,p.uvTransform)),m.alphaMap&&(p.alphaMap.value=m.alphaMap,t(m.alphaMap,p.alphaMapTransform)),m.alphaTest>0&&(p.alphaTest.value=m.alphaTest)}function c(p,m){p.diffuse.value.copy(m.color),p.opacity.value=m.opacity,p.rotation.value=m.rotation,m.map&&(p.map.value=m.map,t(m.map,p.mapTransform)),m.alphaMap&&(p.alphaMap.value=m.alphaMap,t(m.alphaMap,p.alphaMapTransform)),m.alphaTest>0&&(p.alphaTest.value=m.alphaTest)}function u(p,m){p.specular.value.copy(m.specular),p.shininess.value=Math.max(m.shininess,1e-4)}function h(p,m){m.gradientMap&&(p.gradientMap.value=m.gradientMap)}function d(p,m){p.metalness.value=m.metalness,m.metalnessMap&&(p.metalnessMap.value=m.metalnessMap,t(m.metalnessMap,p.metalnessMapTransform)),p.roughness.value=m.roughness,m.roughnessMap&&(p.roughnessMap.value=m.roughnessMap,t(m.roughnessMap,p.roughnessMapTransform)),m.envMap&&(p.envMapIntensity.value=m.envMapIntensity)}function f(p,m,b){p.ior.value=m.ior,m.diffuseRoughness>0&&(p.diffuseRoughness.value=m.diffuseRoughness,m.diffuseRoughnessMap&&(p.diffuseRoughnessMap.value=m.diffuseRoughnessMap,t(m.diffuseRoughnessMap,p.diffuseRoughnessMapTransform))),m.sheen>0&&(p.sheenColor.value.copy(m.sheenColor).multiplyScalar(m.sheen),p.sheenRoughness.value=m.sheenRoughness,m.sheenColorMap&&(p.sheenColorMap.value=m.sheenColorMap,t(m.sheenColorMap,p.sheenColorMapTransform)),m.sheenRoughnessMap&&(p.sheenRoughnessMap.value=m.sheenRoughnessMap,t(m.sheenRoughnessMap,p.sheenRoughnessMapTransform))),m.clearcoat>0&&(p.clearcoat.value=m.clearcoat,p.clearcoatRoughness.value=m.clearcoatRoughness,m.clearcoatMap&&(p.clearcoatMap.value=m.clearcoatMap,t(m.clearcoatMap,p.clearcoatMapTransform)),m.clearcoatRoughnessMap&&(p.clearcoatRoughnessMap.value=m.clearcoatRoughnessMap,t(m.clearcoatRoughnessMap,p.clearcoatRoughnessMapTransform)),m.clearcoatNormalMap&&(p.clearcoatNormalMap.value=m.clearcoatNormalMap,t(m.clearcoatNormalMap,p.clearcoatNormalMapTransform),p.clearcoatNormalScale.value.copy(m.clearcoatNormalScale),m.side===Zt&&p.clearcoatNormalScale.value.negate())),m.dispersion>0&&(p.dispersion.value=m.dispersion),m.retroreflectivity>0&&(p.retroreflectivity.value=m.retroreflectivity),m.iridescence>0&&(p.iridescence.value=m.iridescence,p.iridescenceIOR.value=m.iridescenceIOR,p.iridescenceThicknessMinimum.value=m.iridescenceThicknessMinimum,p.iridescenceThicknessMaximum.value=m.iridescenceThicknessMaximum,m.iridescenceMap&&(p.iridescenceMap.value=m.iridescenceMap,t(m.iridescenceMap,p.iridescenceMapTransform)),m.iridescenceThicknessMap&&(p.iridescenceThicknessMap.value=m.iridescenceThicknessMap,t(m.iridescenceThicknessMap,p.iridescenceThicknessMapTransform))),m.transmission>0&&(p.transmission.value=m.transmission,p.transmissionSamplerMap.value=b.texture,p.transmissionSamplerSize.value.set(b.width,b.height),m.transmissionMap&&(p.transmissionMap.value=m.transmissionMap,t(m.transmissionMap,p.transmissionMapTransform)),p.thickness.value=m.thickness,m.thicknessMap&&(p.thicknessMap.value=m.thicknessMap,t(m.thicknessMap,p.thicknessMapTransform)),p.attenuationDistance.value=m.attenuationDistance,p.attenuationColor.value.copy(m.attenuationColor)),m.anisotropy>0&&(p.anisotropyVector.value.set(m.anisotropy*Math.cos(m.anisotropyRotation),m.anisotropy*Math.sin(m.anisotropyRotation)),m.anisotropyMap&&(p.anisotropyMap.value=m.anisotropyMap,t(m.anisotropyMap,p.anisotropyMapTransform))),p.specularIntensity.value=m.specularIntensity,p.specularColor.value.copy(m.specularColor),m.specularColorMap&&(p.specularColorMap.value=m.specularColorMap,t(m.specularColorMap,p.specularColorMapTransform)),m.specularIntensityMap&&(p.specularIntensityMap.value=m.specularIntensityMap,t(m.specularIntensityMap,p.specularIntensityMapTransform))}function g(p,m){m.matcap&&(p.matcap.value=m.matcap)}function x(p,m){let b=e.get(m).light;p.referencePosition.value.setFromMatrixPosition(b.matrixWorld),p.nearDistance.value=b.shadow.camera.near,p.farDistance.value=b.shadow.camera.far}return{refreshFogUniforms:n,refreshMaterialUniforms:s}}function Ww(i,e,t,n){let s={},r={};function o(b,_){let y=_.program;n.uniformBlockBinding(b,y,s[b.id])}function a(b,_){let y=s[b.id];y===void 0&&(g(b),y=l(b),s[b.id]=y,b.addEventListener("dispose",p));let M=_.program;n.updateUBOMapping(b,M);let w=e.render.frame;r[b.id]!==w&&(c(b),r[b.id]=w)}function l(b){let _=i.createBuffer(),y=b.__size,M=b.usage;return i.bindBuffer(i.UNIFORM_BUFFER,_),i.bufferData(i.UNIFORM_BUFFER,y,M),i.bindBuffer(i.UNIFORM_BUFFER,null),_}function c(b){let _=s[b.id],y=b.uniforms,M=b.__cache;i.bindBuffer(i.UNIFORM_BUFFER,_);for(let w=0,v=y.length;w<v;w++){let S=y[w];if(Array.isArray(S))for(let L=0,E=S.length;L<E;L++)u(S[L],w,L,M);else u(S,w,0,M)}i.bindBuffer(i.UNIFORM_BUFFER,null)}function u(b,_,y,M){if(d(b,_,y,M)===!0){let w=b.__offset,v=b.value;if(Array.isArray(v)){let S=0;for(let L=0;L<v.length;L++){let E=v[L],R=x(E,!0);h(E,b.__data,S),S+=R.storage/Float32Array.BYTES_PER_ELEMENT}}else h(v,b.__data,0);i.bufferSubData(i.UNIFORM_BUFFER,w,b.__data)}}function h(b,_,y){typeof b=="number"||typeof b=="boolean"?_[y]=b:b.isMatrix3?(_[y]=b.elements[0],_[y+1]=b.elements[1],_[y+2]=b.elements[2],_[y+3]=0,_[y+4]=b.elements[3],_[y+5]=b.elements[4],_[y+6]=b.elements[5],_[y+7]=0,_[y+8]=b.elements[6],_[y+9]=b.elements[7],_[y+10]=b.elements[8],_[y+11]=0):ArrayBuffer.isView(b)?_.set(b.subarray(0,_.length-y),y):b.toArray(_,y)}function d(b,_,y,M){let w=b.value,v=_+"_"+y;if(Array.isArray(w)){M[v]===void 0&&(M[v]=[]);let S=M[v],L=!1;for(let E=0;E<w.length;E++)f(w[E],S,E)===!0&&(L=!0);return L}return f(w,M,v)}function f(b,_,y){if(_[y]===void 0)return typeof b=="number"||typeof b=="boolean"?_[y]=b:ArrayBuffer.isView(b)?_[y]=b.slice():_[y]=b.clone(),!0;{let M=_[y];if(typeof b=="number"||typeof b=="boolean"){if(M!==b)return _[y]=b,!0}else{if(ArrayBuffer.isView(b))return!0;if(M.equals(b)===!1)return M.copy(b),!0}}return!1}function g(b){let _=b.uniforms,y=0,M=16;for(let v=0,S=_.length;v<S;v++){let L=Array.isArray(_[v])?_[v]:[_[v]];for(let E=0,R=L.length;E<R;E++){let P=L[E],N=Array.isArray(P.value)?P.value:[P.value],k=Array.isArray(_[v])||Array.isArray(P.value),U=y;for(let H=0,te=N.length;H<te;H++){let q=N[H],Q=x(q,k),ee=y%M,ve=ee%Q.boundary,Ne=ee+ve;y+=ve,Ne!==0&&M-Ne<Q.storage&&(y+=M-Ne),H===0&&(U=y),y+=Q.storage}let V=P.type==="int"?Int32Array:P.type==="uint"?Uint32Array:Float32Array;P.__data=new V((y-U)/Float32Array.BYTES_PER_ELEMENT),P.__offset=U}}let w=y%M;return w>0&&(y+=M-w),b.__size=y,b.__cache={},this}function x(b,_){let y={boundary:0,storage:0};return typeof b=="number"||typeof b=="boolean"?(y.boundary=4,y.storage=4):b.isVector2?(y.boundary=8,y.storage=8):b.isVector3||b.isColor?(y.boundary=16,y.storage=12):b.isVector4?(y.boundary=16,y.storage=16):b.isMatrix3?(y.boundary=16,y.storage=48):b.isMatrix4?(y.boundary=16,y.storage=64):b.isTexture?Te("WebGLRenderer: Texture samplers can not be part of an uniforms group."):ArrayBuffer.isView(b)?(y.boundary=16,y.storage=b.byteLength):Te("WebGLRenderer: Unsupported uniform value type.",b),_===!0&&(y.boundary=16,y.storage=Math.ceil(y.storage/16)*16),y}function p(b){let _=b.target;_.removeEventListener("dispose",p),i.deleteBuffer(s[_.id]),delete s[_.id],delete r[_.id]}function m(){for(let b in s)i.deleteBuffer(s[b]);s={},r={}}return{bind:o,update:a,dispose:m}}var qw=new Uint16Array([12469,15057,12620,14925,13266,14620,13807,14376,14323,13990,14545,13625,14713,13328,14840,12882,14931,12528,14996,12233,15039,11829,15066,11525,15080,11295,15085,10976,15082,10705,15073,10495,13880,14564,13898,14542,13977,14430,14158,14124,14393,13732,14556,13410,14702,12996,14814,12596,14891,12291,14937,11834,14957,11489,14958,11194,14943,10803,14921,10506,14893,10278,14858,9960,14484,14039,14487,14025,14499,13941,14524,13740,14574,13468,14654,13106,14743,12678,14818,12344,14867,11893,14889,11509,14893,11180,14881,10751,14852,10428,14812,10128,14765,9754,14712,9466,14764,13480,14764,13475,14766,13440,14766,13347,14769,13070,14786,12713,14816,12387,14844,11957,14860,11549,14868,11215,14855,10751,14825,10403,14782,10044,14729,9651,14666,9352,14599,9029,14967,12835,14966,12831,14963,12804,14954,12723,14936,12564,14917,12347,14900,11958,14886,11569,14878,11247,14859,10765,14828,10401,14784,10011,14727,9600,14660,9289,14586,8893,14508,8533,15111,12234,15110,12234,15104,12216,15092,12156,15067,12010,15028,11776,14981,11500,14942,11205,14902,10752,14861,10393,14812,9991,14752,9570,14682,9252,14603,8808,14519,8445,14431,8145,15209,11449,15208,11451,15202,11451,15190,11438,15163,11384,15117,11274,15055,10979,14994,10648,14932,10343,14871,9936,14803,9532,14729,9218,14645,8742,14556,8381,14461,8020,14365,7603,15273,10603,15272,10607,15267,10619,15256,10631,15231,10614,15182,10535,15118,10389,15042,10167,14963,9787,14883,9447,14800,9115,14710,8665,14615,8318,14514,7911,14411,7507,14279,7198,15314,9675,15313,9683,15309,9712,15298,9759,15277,9797,15229,9773,15166,9668,15084,9487,14995,9274,14898,8910,14800,8539,14697,8234,14590,7790,14479,7409,14367,7067,14178,6621,15337,8619,15337,8631,15333,8677,15325,8769,15305,8871,15264,8940,15202,8909,15119,8775,15022,8565,14916,8328,14804,8009,14688,7614,14569,7287,14448,6888,14321,6483,14088,6171,15350,7402,15350,7419,15347,7480,15340,7613,15322,7804,15287,7973,15229,8057,15148,8012,15046,7846,14933,7611,14810,7357,14682,7069,14552,6656,14421,6316,14251,5948,14007,5528,15356,5942,15356,5977,15353,6119,15348,6294,15332,6551,15302,6824,15249,7044,15171,7122,15070,7050,14949,6861,14818,6611,14679,6349,14538,6067,14398,5651,14189,5311,13935,4958,15359,4123,15359,4153,15356,4296,15353,4646,15338,5160,15311,5508,15263,5829,15188,6042,15088,6094,14966,6001,14826,5796,14678,5543,14527,5287,14377,4985,14133,4586,13869,4257,15360,1563,15360,1642,15358,2076,15354,2636,15341,3350,15317,4019,15273,4429,15203,4732,15105,4911,14981,4932,14836,4818,14679,4621,14517,4386,14359,4156,14083,3795,13808,3437,15360,122,15360,137,15358,285,15355,636,15344,1274,15322,2177,15281,2765,15215,3223,15120,3451,14995,3569,14846,3567,14681,3466,14511,3305,14344,3121,14037,2800,13753,2467,15360,0,15360,1,15359,21,15355,89,15346,253,15325,479,15287,796,15225,1148,15133,1492,15008,1749,14856,1882,14685,1886,14506,1783,14324,1608,13996,1398,13702,1183]),wi=null;function Xw(){return wi===null&&(wi=new Vn(qw,16,16,ps,un),wi.name="DFG_LUT",wi.minFilter=Pt,wi.magFilter=Pt,wi.wrapS=wn,wi.wrapT=wn,wi.generateMipmaps=!1,wi.needsUpdate=!0),wi}var wc=class{constructor(e={}){let{canvas:t=Fm(),context:n=null,depth:s=!0,stencil:r=!1,alpha:o=!1,antialias:a=!1,premultipliedAlpha:l=!0,preserveDrawingBuffer:c=!1,powerPreference:u="default",failIfMajorPerformanceCaveat:h=!1,reversedDepthBuffer:d=!1,outputBufferType:f=Rn}=e;this.isWebGLRenderer=!0;let g;if(n!==null){if(typeof WebGLRenderingContext<"u"&&n instanceof WebGLRenderingContext)throw new Error("THREE.WebGLRenderer: WebGL 1 is not supported since r163.");g=n.getContextAttributes().alpha}else g=o;let x=f,p=new Set([Vl,Gl,$o]),m=new Set([Rn,Kn,Fr,zs,Ul,Bl]),b=new Uint32Array(4),_=new Int32Array(4),y={textures:[],min:[],max:[],resolution:[]},M=null,w=null,v=[],S=[],L=null;this.domElement=t,this.debug={checkShaderErrors:!0,diagnostics:{keywords:!1},onShaderError:null},this.autoClear=!0,this.autoClearColor=!0,this.autoClearDepth=!0,this.autoClearStencil=!0,this.sortObjects=!0,this.clippingPlanes=[],this.localClippingEnabled=!1,this.toneMapping=_i,this.toneMappingExposure=1,this.transmissionResolutionScale=1;let E=this,R=!1,P=null,N=null,k=null,U=null;this._outputColorSpace=St;let V=0,H=0,te=null,q=-1,Q=null,ee=new et,ve=new et,Ne=null,J=new Ee(0),ue=0,ye=t.width,Ce=t.height,pe=1,Fe=null,Rt=null,Ie=new et(0,0,ye,Ce),Ze=new et(0,0,ye,Ce),ut=!1,je=new Wi,Kt=new No,Ut=!1,Mn=!1,_t=new xe,ui=new C,Vt=new et,Fn={background:null,fog:null,environment:null,overrideMaterial:null,isScene:!0},On=!1;function Un(){return te===null?pe:1}let O=n;function Bn(A,F){return t.getContext(A,F)}let xt,yt,fe,Bt,Le,Oe,I,T,z,ne,Z,re,he,K,Y,ae,D,$,j,le,se,oe,Ae;try{let A={alpha:!0,depth:s,stencil:r,antialias:a,premultipliedAlpha:l,preserveDrawingBuffer:c,powerPreference:u,failIfMajorPerformanceCaveat:h};if("setAttribute"in t&&t.setAttribute("data-engine",`three.js r${"187"}`),t.addEventListener("webglcontextlost",Re,!1),t.addEventListener("webglcontextrestored",Ge,!1),t.addEventListener("webglcontextcreationerror",me,!1),O===null){let F="webgl2";if(O=Bn(F,A),O===null)throw Bn(F)?new Error("THREE.WebGLRenderer: Error creating WebGL context with your selected attributes."):new Error("THREE.WebGLRenderer: Error creating WebGL context.")}Ve()}catch(A){throw t.removeEventListener("webglcontextlost",Re,!1),t.removeEventListener("webglcontextrestored",Ge,!1),t.removeEventListener("webglcontextcreationerror",me,!1),De("WebGLRenderer: "+A.message),A}function Ve(){xt=new iS(O),xt.init(),se=new Bw(O,xt),yt=new XM(O,xt,e,se),fe=new Ow(O,xt),yt.reversedDepthBuffer&&d&&fe.buffers.depth.setReversed(!0),N=O.createFramebuffer(),k=O.createFramebuffer(),U=O.createFramebuffer(),Bt=new oS(O),Le=new Sw,Oe=new Uw(O,xt,fe,Le,yt,se,Bt),I=new nS(E),T=new lv(O),oe=new WM(O,T),z=new sS(O,T,Bt,oe),ne=new lS(O,z,T,oe,Bt),$=new aS(O,yt,Oe),Y=new jM(Le),Z=new Mw(E,I,xt,yt,oe,Y),re=new Hw(E,Le),he=new Tw,K=new Iw(xt),D=new HM(E,I,fe,ne,g,l),ae=new Fw(E,ne,yt),Ae=new Ww(O,Bt,yt,fe),j=new qM(O,xt,Bt),le=new rS(O,xt,Bt),Bt.programs=Z.programs,E.capabilities=yt,E.extensions=xt,E.properties=Le,E.renderLists=he,E.shadowMap=ae,E.state=fe,E.info=Bt}x!==Rn&&(L=new uS(x,t.width,t.height,a,s,r));let ie=new vd(E,O);this.xr=ie,this.getContext=function(){return O},this.getContextAttributes=function(){return O.getContextAttributes()},this.forceContextLoss=function(){let A=xt.get("WEBGL_lose_context");A&&A.loseContext()},this.forceContextRestore=function(){let A=xt.get("WEBGL_lose_context");A&&A.restoreContext()},this.getPixelRatio=function(){return pe},this.setPixelRatio=function(A){A!==void 0&&(pe=A,this.setSize(ye,Ce,!1))},this.getSize=function(A){return A.set(ye,Ce)},this.setSize=function(A,F,W=!0){if(ie.isPresenting){Te("WebGLRenderer: Can't change size while VR device is presenting.");return}ye=A,Ce=F,t.width=Math.floor(A*pe),t.height=Math.floor(F*pe),W===!0&&(t.style.width=A+"px",t.style.height=F+"px"),L!==null&&L.setSize(t.width,t.height),this.setViewport(0,0,A,F)},this.getDrawingBufferSize=function(A){return A.set(ye*pe,Ce*pe).floor()},this.setDrawingBufferSize=function(A,F,W){ye=A,Ce=F,pe=W,t.width=Math.floor(A*W),t.height=Math.floor(F*W),this.setViewport(0,0,A,F)},this.setEffects=function(A){if(x===Rn){De("WebGLRenderer: setEffects() requires outputBufferType set to HalfFloatType or FloatType.");return}if(A){for(let F=0;F<A.length;F++)if(A[F].isOutputPass===!0){Te("WebGLRenderer: OutputPass is not needed in setEffects(). Tone mapping and color space conversion are applied automatically.");break}}L.setEffects(A||[])},this.getCurrentViewport=function(A){return A.copy(ee)},this.getViewport=function(A){return A.copy(Ie)},this.setViewport=function(A,F,W,B){A.isVector4?Ie.set(A.x,A.y,A.z,A.w):Ie.set(A,F,W,B),fe.viewport(ee.copy(Ie).multiplyScalar(Un()).round())},this.getScissor=function(A){return A.copy(Ze)},this.setScissor=function(A,F,W,B){A.isVector4?Ze.set(A.x,A.y,A.z,A.w):Ze.set(A,F,W,B),fe.scissor(ve.copy(Ze).multiplyScalar(Un()).round())},this.getScissorTest=function(){return ut},this.setScissorTest=function(A){fe.setScissorTest(ut=A)},this.setOpaqueSort=function(A){Fe=A},this.setTransparentSort=function(A){Rt=A},this.getClearColor=function(A){return A.copy(D.getClearColor())},this.setClearColor=function(){D.setClearColor(...arguments)},this.getClearAlpha=function(){return D.getClearAlpha()},this.setClearAlpha=function(){D.setClearAlpha(...arguments)},this.clear=function(A=!0,F=!0,W=!0){let B=0;if(A){let G=!1;if(te!==null){let de=te.texture.format;G=p.has(de)}if(G){let de=te.texture.type,_e=m.has(de),ce=D.getClearColor(),be=D.getClearAlpha(),we=ce.r,Ue=ce.g,Ke=ce.b;_e?(b[0]=we,b[1]=Ue,b[2]=Ke,b[3]=be,O.clearBufferuiv(O.COLOR,0,b)):(_[0]=we,_[1]=Ue,_[2]=Ke,_[3]=be,O.clearBufferiv(O.COLOR,0,_))}else B|=O.COLOR_BUFFER_BIT}F&&(B|=O.DEPTH_BUFFER_BIT,this.state.buffers.depth.setMask(!0)),W&&(B|=O.STENCIL_BUFFER_BIT,this.state.buffers.stencil.setMask(4294967295)),B!==0&&O.clear(B)},this.clearColor=function(){this.clear(!0,!1,!1)},this.clearDepth=function(){this.clear(!1,!0,!1)},this.clearStencil=function(){this.clear(!1,!1,!0)},this.setNodesHandler=function(A){A.setRenderer(this),P=A},this.dispose=function(){t.removeEventListener("webglcontextlost",Re,!1),t.removeEventListener("webglcontextrestored",Ge,!1),t.removeEventListener("webglcontextcreationerror",me,!1),D.dispose(),he.dispose(),K.dispose(),Oe.dispose(),Le.dispose(),I.dispose(),ne.dispose(),z.dispose(),oe.dispose(),Ae.dispose(),Z.dispose(),ie.dispose(),ie.removeEventListener("sessionstart",np),ie.removeEventListener("sessionend",ip),Ts.stop()};function Re(A){A.preventDefault(),Ro("WebGLRenderer: Context Lost."),R=!0}function Ge(){Ro("WebGLRenderer: Context Restored."),R=!1;let A=Bt.autoReset,F=ae.enabled,W=ae.autoUpdate,B=ae.needsUpdate,G=ae.type;Ve(),Bt.autoReset=A,ae.enabled=F,ae.autoUpdate=W,ae.needsUpdate=B,ae.type=G}function me(A){De("WebGLRenderer: A WebGL context could not be created. Reason: ",A.statusMessage)}function at(A){let F=A.target;F.removeEventListener("dispose",at),Ht(F)}function Ht(A){ss(A),Le.remove(A)}function ss(A){let F=Le.get(A).programs;F!==void 0&&(F.forEach(function(W){Z.releaseProgram(W)}),A.isShaderMaterial&&Z.releaseShaderCache(A))}this.renderBufferDirect=function(A,F,W,B,G,de){F===null&&(F=Fn);let _e=G.isMesh&&G.matrixWorld.determinantAffine()<0,ce=K0(A,F,W,B,G);fe.setMaterial(B,_e);let be=W.index,we=1;if(B.wireframe===!0){if(be=z.getWireframeAttribute(W),be===void 0)return;we=2}let Ue=W.drawRange,Ke=W.attributes.position,Me=Ue.start*we,Ye=(Ue.start+Ue.count)*we;de!==null&&(Me=Math.max(Me,de.start*we),Ye=Math.min(Ye,(de.start+de.count)*we)),be!==null?(Me=Math.max(Me,0),Ye=Math.min(Ye,be.count)):Ke!=null&&(Me=Math.max(Me,0),Ye=Math.min(Ye,Ke.count));let Nt=Ye-Me;if(Nt<0||Nt===1/0)return;oe.setup(G,B,ce,W,be);let mt,ht=j;if(be!==null&&(mt=T.get(be),ht=le,ht.setIndex(mt)),G.isMesh)B.wireframe===!0?(fe.setLineWidth(B.wireframeLinewidth*Un()),ht.setMode(O.LINES)):ht.setMode(O.TRIANGLES);else if(G.isLine){let nn=B.linewidth;nn===void 0&&(nn=1),fe.setLineWidth(nn*Un()),G.isLineSegments?ht.setMode(O.LINES):G.isLineLoop?ht.setMode(O.LINE_LOOP):ht.setMode(O.LINE_STRIP)}else G.isPoints?ht.setMode(O.POINTS):G.isSprite&&ht.setMode(O.TRIANGLES);if(G.isBatchedMesh)if(xt.get("WEBGL_multi_draw"))ht.renderMultiDraw(G._multiDrawStarts,G._multiDrawCounts,G._multiDrawCount);else{let nn=G._multiDrawStarts,Se=G._multiDrawCounts,pn=G._multiDrawCount,tt=be?T.get(be).bytesPerElement:1,As=Le.get(B).currentProgram.getUniforms();for(let sn=0;sn<pn;sn++)As.setValue(O,"_gl_DrawID",sn),ht.render(nn[sn]/tt,Se[sn])}else if(G.isInstancedMesh)ht.renderInstances(Me,Nt,G.count);else if(W.isInstancedBufferGeometry){let nn=W._maxInstanceCount!==void 0?W._maxInstanceCount:1/0,Se=Math.min(W.instanceCount,nn);ht.renderInstances(Me,Nt,Se)}else ht.render(Me,Nt)};function tp(A,F,W,B){P!==null&&A.isNodeMaterial&&P.setObject(B,A),Ut===!0&&Y.setState(A,W,!1),A.transparent===!0&&A.side===kt&&A.forceSinglePass===!1?(A.side=Zt,A.needsUpdate=!0,mo(A,F,B),A.side=kn,A.needsUpdate=!0,mo(A,F,B),A.side=kt):mo(A,F,B)}this.compile=function(A,F,W=null){W===null&&(W=A),P!==null&&P.renderStart(A,F,W),w=K.get(W),w.init(F),S.push(w),W.traverseVisible(function(G){G.isLight&&G.layers.test(F.layers)&&(w.pushLight(G),G.castShadow&&w.pushShadow(G))}),A!==W&&A.traverseVisible(function(G){G.isLight&&G.layers.test(F.layers)&&(w.pushLight(G),G.castShadow&&w.pushShadow(G))}),w.setupLights(),P!==null&&P.updateLights(w.state.lightsArray),Mn=this.localClippingEnabled,Ut=Y.init(this.clippingPlanes,Mn),Ut===!0&&Y.setGlobalState(this.clippingPlanes,F),P!==null&&ae.render(w.state.shadowsArray,W,F);let B=new Set;return A.traverse(function(G){if(!(G.isMesh||G.isPoints||G.isLine||G.isSprite))return;let de=G.material;if(de)if(Array.isArray(de))for(let _e=0;_e<de.length;_e++){let ce=de[_e];tp(ce,W,F,G),B.add(ce)}else tp(de,W,F,G),B.add(de)}),w=S.pop(),P!==null&&P.renderEnd(),B},this.compileAsync=function(A,F,W=null){let B=this.compile(A,F,W);return new Promise(G=>{function de(){if(B.forEach(function(_e){let be=Le.get(_e).currentProgram;(be===void 0||be.isReady())&&B.delete(_e)}),B.size===0){G(A);return}setTimeout(de,10)}xt.get("KHR_parallel_shader_compile")!==null?de():setTimeout(de,10)})};let Vu=null;function X0(A){Vu&&Vu(A)}function np(){Ts.stop()}function ip(){Ts.start()}let Ts=new hg;Ts.setAnimationLoop(X0),typeof self<"u"&&Ts.setContext(self),this.setAnimationLoop=function(A){Vu=A,ie.setAnimationLoop(A),A===null?Ts.stop():Ts.start()},ie.addEventListener("sessionstart",np),ie.addEventListener("sessionend",ip),this.render=function(A,F){if(F!==void 0&&F.isCamera!==!0){De("WebGLRenderer.render: camera is not an instance of THREE.Camera.");return}if(R===!0)return;P!==null&&P.renderStart(A,F);let W=ie.enabled===!0&&ie.isPresenting===!0,B=L!==null&&(te===null||W)&&L.begin(E,te);if(A.matrixWorldAutoUpdate===!0&&A.updateMatrixWorld(),F.parent===null&&F.matrixWorldAutoUpdate===!0&&F.updateMatrixWorld(),ie.enabled===!0&&ie.isPresenting===!0&&(L===null||L.isCompositing()===!1)&&(ie.cameraAutoUpdate===!0&&ie.updateCamera(F),F=ie.getCamera()),A.isScene===!0&&A.onBeforeRender(E,A,F,te),w=K.get(A,S.length),w.init(F),w.state.textureUnits=Oe.getTextureUnits(),S.push(w),_t.multiplyMatrices(F.projectionMatrix,F.matrixWorldInverse),F.isArrayCamera?Kt.setFromArrayCamera(F):je.setFromProjectionMatrix(_t,Gn,F.reversedDepth),Mn=this.localClippingEnabled,Ut=Y.init(this.clippingPlanes,Mn),M=he.get(A,v.length),M.init(),v.push(M),this.info.render.frame++,ie.enabled===!0&&ie.isPresenting===!0){let _e=E.xr.getDepthSensingMesh();_e!==null&&Hu(_e,F,-1/0,E.sortObjects)}Hu(A,F,0,E.sortObjects),M.finish(),P!==null&&P.updateLights(w.state.lightsArray),E.sortObjects===!0&&M.sort(Fe,Rt),On=ie.enabled===!1||ie.isPresenting===!1||ie.hasDepthSensing()===!1,On&&D.addToRenderList(M,A),this.info.autoReset===!0&&this.info.reset(),Ut===!0&&Y.beginShadows();let G=w.state.shadowsArray;if(ae.render(G,A,F),Ut===!0&&Y.endShadows(),(B&&L.hasRenderPass())===!1){let _e=M.opaque,ce=M.transmissive;if(w.setupLights(),F.isArrayCamera){let be=F.cameras;if(ce.length>0)for(let we=0,Ue=be.length;we<Ue;we++){let Ke=be[we];rp(_e,ce,A,Ke)}On&&D.render(A);for(let we=0,Ue=be.length;we<Ue;we++){let Ke=be[we];sp(M,A,Ke,Ke.viewport)}}else ce.length>0&&rp(_e,ce,A,F),On&&D.render(A),sp(M,A,F)}te!==null&&H===0&&(Oe.updateMultisampleRenderTarget(te),Oe.updateRenderTargetMipmap(te)),B&&L.end(E),A.isScene===!0&&A.onAfterRender(E,A,F),oe.resetDefaultState(),q=-1,Q=null,S.pop(),S.length>0?(w=S[S.length-1],Oe.setTextureUnits(w.state.textureUnits),Ut===!0&&Y.setGlobalState(E.clippingPlanes,w.state.camera)):w=null,v.pop(),v.length>0?M=v[v.length-1]:M=null,P!==null&&P.renderEnd()};function Hu(A,F,W,B){if(A.visible===!1)return;if(A.layers.test(F.layers)){if(A.isGroup)W=A.renderOrder;else if(A.isLOD)A.autoUpdate===!0&&A.update(F);else if(A.isLight)w.pushLight(A),A.castShadow&&w.pushShadow(A);else if(A.isSprite){let _e=F.isArrayCamera?Kt:je;if(!A.frustumCulled||A.intersectsFrustum(_e)){B&&Vt.setFromMatrixPosition(A.matrixWorld).applyMatrix4(_t);let ce=ne.update(A),be=A.material;be.visible&&M.push(A,ce,be,W,Vt.z,null,F)}}else if(A.isMesh||A.isLine||A.isPoints){let _e=F.isArrayCamera?Kt:je;if(!A.frustumCulled||A.intersectsFrustum(_e)){let ce=ne.update(A),be=A.material;if(B&&(A.boundingSphere!==void 0?(A.boundingSphere===null&&A.computeBoundingSphere(),Vt.copy(A.boundingSphere.center)):(ce.boundingSphere===null&&ce.computeBoundingSphere(),Vt.copy(ce.boundingSphere.center)),Vt.applyMatrix4(A.matrixWorld).applyMatrix4(_t)),Array.isArray(be)){let we=ce.groups;for(let Ue=0,Ke=we.length;Ue<Ke;Ue++){let Me=we[Ue],Ye=be[Me.materialIndex];Ye&&Ye.visible&&M.push(A,ce,Ye,W,Vt.z,Me,F)}}else be.visible&&M.push(A,ce,be,W,Vt.z,null,F)}}}let de=A.children;for(let _e=0,ce=de.length;_e<ce;_e++)Hu(de[_e],F,W,B)}function sp(A,F,W,B){let{opaque:G,transmissive:de,transparent:_e}=A;w.setupLightsView(W),Ut===!0&&Y.setGlobalState(E.clippingPlanes,W),B&&fe.viewport(ee.copy(B)),G.length>0&&ka(G,F,W),de.length>0&&ka(de,F,W),_e.length>0&&ka(_e,F,W),fe.buffers.depth.setTest(!0),fe.buffers.depth.setMask(!0),fe.buffers.color.setMask(!0),fe.setPolygonOffset(!1)}function rp(A,F,W,B){if((W.isScene===!0?W.overrideMaterial:null)!==null)return;if(w.state.transmissionRenderTarget[B.id]===void 0){let Me=xt.has("EXT_color_buffer_half_float")||xt.has("EXT_color_buffer_float");w.state.transmissionRenderTarget[B.id]=new gn(1,1,{generateMipmaps:!0,type:Me?un:Rn,minFilter:En,samples:Math.max(4,yt.samples),stencilBuffer:r,resolveDepthBuffer:!1,resolveStencilBuffer:!1,storeMultisampledDepthBuffer:!1,storeMultisampledStencilBuffer:!1,colorSpace:He.workingColorSpace})}let de=w.state.transmissionRenderTarget[B.id],_e=B.viewport||ee;de.setSize(_e.z*E.transmissionResolutionScale,_e.w*E.transmissionResolutionScale);let ce=E.getRenderTarget(),be=E.getActiveCubeFace(),we=E.getActiveMipmapLevel();E.setRenderTarget(de),E.getClearColor(J),ue=E.getClearAlpha(),ue<1&&E.setClearColor(16777215,.5),E.clear(),On&&D.render(W);let Ue=E.toneMapping;E.toneMapping=_i;let Ke=B.viewport;if(B.viewport!==void 0&&(B.viewport=void 0),w.setupLightsView(B),Ut===!0&&Y.setGlobalState(E.clippingPlanes,B),ka(A,W,B),Oe.updateMultisampleRenderTarget(de),Oe.updateRenderTargetMipmap(de),xt.has("WEBGL_multisampled_render_to_texture")===!1){let Me=!1;for(let Ye=0,Nt=F.length;Ye<Nt;Ye++){let mt=F[Ye],{object:ht,geometry:nn,material:Se,group:pn}=mt;if(Se.side===kt&&ht.layers.test(B.layers)){let tt=Se.side;Se.side=Zt,Se.needsUpdate=!0,op(ht,W,B,nn,Se,pn),Se.side=tt,Se.needsUpdate=!0,Me=!0}}Me===!0&&(Oe.updateMultisampleRenderTarget(de),Oe.updateRenderTargetMipmap(de))}E.setRenderTarget(ce,be,we),E.setClearColor(J,ue),Ke!==void 0&&(B.viewport=Ke),E.toneMapping=Ue}function ka(A,F,W){let B=F.isScene===!0?F.overrideMaterial:null;for(let G=0,de=A.length;G<de;G++){let _e=A[G],{object:ce,geometry:be,group:we}=_e,Ue=_e.material;Ue.allowOverride===!0&&B!==null&&(Ue=B),ce.layers.test(W.layers)&&op(ce,F,W,be,Ue,we)}}function op(A,F,W,B,G,de){P!==null&&G.isNodeMaterial&&P.setObject(A,G),A.onBeforeRender(E,F,W,B,G,de),A.modelViewMatrix.multiplyMatrices(W.matrixWorldInverse,A.matrixWorld),A.normalMatrix.getNormalMatrix(A.modelViewMatrix),G.onBeforeRender(E,F,W,B,A,de),G.transparent===!0&&G.side===kt&&G.forceSinglePass===!1?(G.side=Zt,G.needsUpdate=!0,E.renderBufferDirect(W,F,B,G,A,de),G.side=kn,G.needsUpdate=!0,E.renderBufferDirect(W,F,B,G,A,de),G.side=kt):E.renderBufferDirect(W,F,B,G,A,de),A.onAfterRender(E,F,W,B,G,de)}function ap(A){let F=0;for(let W of A)W.texture!==null&&F++;return F}function mo(A,F,W){F.isScene!==!0&&(F=Fn);let B=Le.get(A),G=w.state.lights,de=w.state.shadowsArray,_e=G.state.version,ce=Z.getParameters(A,G.state,de,F,W,w.state.lightProbeGridArray),be=Z.getProgramCacheKey(ce),we=B.programs;B.environment=A.isMeshStandardMaterial||A.isMeshLambertMaterial||A.isMeshPhongMaterial?F.environment:null,B.fog=F.fog;let Ue=A.isMeshStandardMaterial||A.isMeshLambertMaterial&&!A.envMap||A.isMeshPhongMaterial&&!A.envMap;B.envMap=I.get(A.envMap||B.environment,Ue),B.envMapRotation=B.environment!==null&&A.envMap===null?F.environmentRotation:A.envMapRotation,we===void 0&&(A.addEventListener("dispose",at),we=new Map,B.programs=we,B.programVariants=new Map);let Ke=we.get(be);if(Ke!==void 0){if(B.currentProgram===Ke&&B.lightsStateVersion===_e)return cp(A,ce),Ke}else ce.uniforms=Z.getUniforms(A),P!==null&&A.isNodeMaterial&&P.build(A,W,ce),A.onBeforeCompile(ce,E),Ke=Z.acquireProgram(ce,be),we.set(be,Ke),B.uniforms=ce.uniforms;let Me=B.uniforms;return(!A.isShaderMaterial&&!A.isRawShaderMaterial||A.clipping===!0)&&(Me.clippingPlanes=Y.uniform),cp(A,ce),B.needsLights=J0(A),B.lightsStateVersion=_e,B.needsLights&&(Me.ambientLightColor.value=G.state.ambient,Me.lightProbe.value=G.state.probe,Me.sunLights.value=G.state.sun,Me.sunLightShadows.value=G.state.sunShadow,Me.directionalLights.value=G.state.directional,Me.directionalLightShadows.value=G.state.directionalShadow,Me.spotLights.value=G.state.spot,Me.spotLightShadows.value=G.state.spotShadow,Me.rectAreaLights.value=G.state.rectArea,Me.ltc_1.value=G.state.rectAreaLTC1,Me.ltc_2.value=G.state.rectAreaLTC2,Me.pointLights.value=G.state.point,Me.pointLightShadows.value=G.state.pointShadow,Me.hemisphereLights.value=G.state.hemi,Me.sunShadowMatrix.value=G.state.sunShadowMatrix,Me.sunShadowCascade.value=G.state.sunShadowCascade,Me.directionalShadowMatrix.value=G.state.directionalShadowMatrix,Me.spotLightMatrix.value=G.state.spotLightMatrix,Me.spotLightMap.value=G.state.spotLightMap,Me.pointShadowMatrix.value=G.state.pointShadowMatrix),B.numLightProbeGrids=ap(w.state.lightProbeGridArray),B.currentProgram=Ke,B.uniformsList=null,Ke}function j0(A,F,W,B,G){let de=Le.get(A),_e=de.currentProgram.id+","+B+","+G,ce=de.programVariants.get(_e);return ce===void 0?(ce=mo(A,F,W),de.programVariants.set(_e,ce)):(de.currentProgram=ce,de.uniformsList=null,de.outputColorSpace=B,de.toneMapping=G),ce}function lp(A){if(A.uniformsList===null){let F=A.currentProgram.getUniforms();A.uniformsList=Ur.seqWithValue(F.seq,A.uniforms)}return A.uniformsList}function cp(A,F){let W=Le.get(A);W.outputColorSpace=F.outputColorSpace,W.batching=F.batching,W.batchingColor=F.batchingColor,W.instancing=F.instancing,W.instancingColor=F.instancingColor,W.instancingMorph=F.instancingMorph,W.skinning=F.skinning,W.morphTargets=F.morphTargets,W.morphNormals=F.morphNormals,W.morphColors=F.morphColors,W.morphTargetsCount=F.morphTargetsCount,W.numClippingPlanes=F.numClippingPlanes,W.numIntersection=F.numClipIntersection,W.vertexAlphas=F.vertexAlphas,W.vertexTangents=F.vertexTangents,W.toneMapping=F.toneMapping}function K0(A,F,W,B,G){F.isScene!==!0&&(F=Fn),Oe.resetTextureUnits();let de=F.fog,_e=B.isMeshStandardMaterial||B.isMeshLambertMaterial||B.isMeshPhongMaterial?F.environment:null,ce=te===null?E.outputColorSpace:te.isXRRenderTarget===!0?te.texture.colorSpace:He.workingColorSpace,be=B.isMeshStandardMaterial||B.isMeshLambertMaterial&&!B.envMap||B.isMeshPhongMaterial&&!B.envMap,we=I.get(B.envMap||_e,be),Ue=B.vertexColors===!0&&!!W.attributes.color&&W.attributes.color.itemSize===4,Ke=!!W.attributes.tangent&&(!!B.normalMap||B.anisotropy>0),Me=!!W.morphAttributes.position,Ye=!!W.morphAttributes.normal,Nt=!!W.morphAttributes.color,mt=_i;B.toneMapped&&(te===null||te.isXRRenderTarget===!0)&&(mt=E.toneMapping);let ht=W.morphAttributes.position||W.morphAttributes.normal||W.morphAttributes.color,nn=ht!==void 0?ht.length:0,Se=Le.get(B),pn=w.state.lights;if(Ut===!0&&(Mn===!0||A!==Q)){let Mt=A===Q&&B.id===q;Y.setState(B,A,Mt)}let tt=!1,As=!1;B.version===Se.__version?Se.needsLights&&Se.lightsStateVersion!==pn.state.version||G.isBatchedMesh&&Se.batching===!1||!G.isBatchedMesh&&Se.batching===!0||G.isBatchedMesh&&Se.batchingColor===!0&&G._colorsTexture===null||G.isBatchedMesh&&Se.batchingColor===!1&&G._colorsTexture!==null||G.isInstancedMesh&&Se.instancing===!1||!G.isInstancedMesh&&Se.instancing===!0||G.isSkinnedMesh&&Se.skinning===!1||!G.isSkinnedMesh&&Se.skinning===!0||G.isInstancedMesh&&Se.instancingColor===!0&&G.instanceColor===null||G.isInstancedMesh&&Se.instancingColor===!1&&G.instanceColor!==null||G.isInstancedMesh&&Se.instancingMorph===!0&&G.morphTexture===null||G.isInstancedMesh&&Se.instancingMorph===!1&&G.morphTexture!==null||Se.envMap!==we||B.fog===!0&&Se.fog!==de||Se.numClippingPlanes!==void 0&&(Se.numClippingPlanes!==Y.numPlanes||Se.numIntersection!==Y.numIntersection)||Se.vertexAlphas!==Ue||Se.vertexTangents!==Ke||Se.morphTargets!==Me||Se.morphNormals!==Ye||Se.morphColors!==Nt||Se.morphTargetsCount!==nn||Se.numLightProbeGrids!==ap(w.state.lightProbeGridArray)?tt=!0:(Se.outputColorSpace!==ce||Se.toneMapping!==mt)&&(As=!0):(tt=!0,Se.__version=B.version);let sn=Se.currentProgram;(tt===!0||As===!0)&&(sn=As===!0?j0(B,F,G,ce,mt):mo(B,F,G),P&&B.isNodeMaterial&&P.onUpdateProgram(B,sn,Se));let Da=!1,rs=!1,Es=!1,Qe=sn.getUniforms(),Yt=Se.uniforms;if(fe.useProgram(sn.program)&&(Da=!0,rs=!0,Es=!0),B.id!==q&&(q=B.id,rs=!0),Da||Q!==A){fe.buffers.depth.getReversed()&&A.reversedDepth!==!0&&(A._reversedDepth=!0,A.updateProjectionMatrix()),Qe.setValue(O,"projectionMatrix",A.projectionMatrix),Qe.setValue(O,"viewMatrix",A.matrixWorldInverse);let Wt=Qe.map.cameraPosition;Wt!==void 0&&Wt.setValue(O,ui.setFromMatrixPosition(A.matrixWorld)),yt.logarithmicDepthBuffer&&Qe.setValue(O,"logDepthBufFC",2/(Math.log(A.far+1)/Math.LN2)),(B.isMeshPhongMaterial||B.isMeshToonMaterial||B.isMeshLambertMaterial||B.isMeshBasicMaterial||B.isMeshStandardMaterial||B.isShaderMaterial)&&Qe.setValue(O,"isOrthographic",A.isOrthographicCamera===!0),Q!==A&&(Q=A,rs=!0,Es=!0)}if(Se.needsLights&&(pn.state.sunShadowMap.length>0&&Qe.setValue(O,"sunShadowMap",pn.state.sunShadowMap,Oe),pn.state.directionalShadowMap.length>0&&Qe.setValue(O,"directionalShadowMap",pn.state.directionalShadowMap,Oe),pn.state.spotShadowMap.length>0&&Qe.setValue(O,"spotShadowMap",pn.state.spotShadowMap,Oe),pn.state.pointShadowMap.length>0&&Qe.setValue(O,"pointShadowMap",pn.state.pointShadowMap,Oe)),G.isSkinnedMesh){Qe.setOptional(O,G,"bindMatrix"),Qe.setOptional(O,G,"bindMatrixInverse");let Mt=G.skeleton;Mt&&(Mt.boneTexture===null&&Mt.computeBoneTexture(),Qe.setValue(O,"boneTexture",Mt.boneTexture,Oe))}G.isBatchedMesh&&(Qe.setOptional(O,G,"batchingTexture"),Qe.setValue(O,"batchingTexture",G._matricesTexture,Oe),Qe.setOptional(O,G,"batchingIdTexture"),Qe.setValue(O,"batchingIdTexture",G._indirectTexture,Oe),Qe.setOptional(O,G,"batchingColorTexture"),G._colorsTexture!==null&&Qe.setValue(O,"batchingColorTexture",G._colorsTexture,Oe));let Zn=W.morphAttributes;if((Zn.position!==void 0||Zn.normal!==void 0||Zn.color!==void 0)&&$.update(G,W,sn),(rs||Se.receiveShadow!==G.receiveShadow)&&(Se.receiveShadow=G.receiveShadow,Qe.setValue(O,"receiveShadow",G.receiveShadow)),(B.isMeshStandardMaterial||B.isMeshLambertMaterial||B.isMeshPhongMaterial)&&B.envMap===null&&F.environment!==null&&(Yt.envMapIntensity.value=F.environmentIntensity),Yt.dfgLUT!==void 0&&(Yt.dfgLUT.value=Xw()),rs){if(Qe.setValue(O,"toneMappingExposure",E.toneMappingExposure),Se.needsLights&&Y0(Yt,Es),de&&B.fog===!0&&re.refreshFogUniforms(Yt,de),re.refreshMaterialUniforms(Yt,B,pe,Ce,w.state.transmissionRenderTarget[A.id]),Se.needsLights&&Se.numLightProbeGrids>0){let Mt=y,Wt=0;for(let Li of w.state.lightProbeGridArray)Li.texture!==null&&(Mt.textures[Wt]=Li.texture,Mt.min[Wt]=Li.boundingBox.min,Mt.max[Wt]=Li.boundingBox.max,Mt.resolution[Wt]=Li.resolution,Wt++);for(let Li in Mt)Mt[Li].length=Wt;Yt.probesSH.value=Mt.textures,Yt.probesMin.value=Mt.min,Yt.probesMax.value=Mt.max,Yt.probesResolution.value=Mt.resolution}Ur.upload(O,lp(Se),Yt,Oe)}if(B.isShaderMaterial&&B.uniformsNeedUpdate===!0&&(Ur.upload(O,lp(Se),Yt,Oe),B.uniformsNeedUpdate=!1),B.isSpriteMaterial&&Qe.setValue(O,"center",G.center),Qe.setValue(O,"modelViewMatrix",G.modelViewMatrix),Qe.setValue(O,"normalMatrix",G.normalMatrix),Qe.setValue(O,"modelMatrix",G.matrixWorld),B.uniformsGroups!==void 0){let Mt=B.uniformsGroups;for(let Wt=0,Li=Mt.length;Wt<Li;Wt++){let hp=Mt[Wt];Ae.update(hp,sn),Ae.bind(hp,sn)}}return sn}function Y0(A,F){A.ambientLightColor.needsUpdate=F,A.lightProbe.needsUpdate=F,A.sunLights.needsUpdate=F,A.sunLightShadows.needsUpdate=F,A.directionalLights.needsUpdate=F,A.directionalLightShadows.needsUpdate=F,A.pointLights.needsUpdate=F,A.pointLightShadows.needsUpdate=F,A.spotLights.needsUpdate=F,A.spotLightShadows.needsUpdate=F,A.rectAreaLights.needsUpdate=F,A.hemisphereLights.needsUpdate=F}function J0(A){return A.isMeshLambertMaterial||A.isMeshToonMaterial||A.isMeshPhongMaterial||A.isMeshStandardMaterial||A.isShadowMaterial||A.isShaderMaterial&&A.lights===!0}this.getActiveCubeFace=function(){return V},this.getActiveMipmapLevel=function(){return H},this.getRenderTarget=function(){return te},this.setRenderTargetTextures=function(A,F,W){let B=Le.get(A);B.__autoAllocateDepthBuffer=A.resolveDepthBuffer===!1,B.__autoAllocateDepthBuffer===!1&&(B.__useRenderToTexture=!1),Le.get(A.texture).__webglTexture=F,Le.get(A.depthTexture).__webglTexture=B.__autoAllocateDepthBuffer?void 0:W,B.__hasExternalTextures=!0},this.setRenderTargetFramebuffer=function(A,F){let W=Le.get(A);W.__webglFramebuffer=F,W.__useDefaultFramebuffer=F===void 0},this.setRenderTarget=function(A,F=0,W=0){te=A,V=F,H=W;let B=null,G=!1,de=!1;if(A){let ce=Le.get(A);if(ce.__useDefaultFramebuffer!==void 0){fe.bindFramebuffer(O.FRAMEBUFFER,ce.__webglFramebuffer),ee.copy(A.viewport),ve.copy(A.scissor),Ne=A.scissorTest,fe.viewport(ee),fe.scissor(ve),fe.setScissorTest(Ne),q=-1;return}else if(ce.__webglFramebuffer===void 0)Oe.setupRenderTarget(A);else if(ce.__hasExternalTextures)Oe.rebindTextures(A,Le.get(A.texture).__webglTexture,Le.get(A.depthTexture).__webglTexture);else if(A.depthBuffer){let Ue=A.depthTexture;if(ce.__boundDepthTexture!==Ue){if(Ue!==null&&Le.has(Ue)&&(A.width!==Ue.image.width||A.height!==Ue.image.height))throw new Error("THREE.WebGLRenderer: Attached DepthTexture is initialized to the incorrect size.");Oe.setupDepthRenderbuffer(A)}}let be=A.texture;(be.isData3DTexture||be.isDataArrayTexture||be.isCompressedArrayTexture)&&(de=!0);let we=Le.get(A).__webglFramebuffer;A.isWebGLCubeRenderTarget?(Array.isArray(we[F])?B=we[F][W]:B=we[F],G=!0):A.samples>0&&Oe.useMultisampledRTT(A)===!1?B=Le.get(A).__webglMultisampledFramebuffer:Array.isArray(we)?B=we[W]:B=we,ee.copy(A.viewport),ve.copy(A.scissor),Ne=A.scissorTest}else ee.copy(Ie).multiplyScalar(pe).floor(),ve.copy(Ze).multiplyScalar(pe).floor(),Ne=ut;if(W!==0&&(B=N),fe.bindFramebuffer(O.FRAMEBUFFER,B)&&fe.drawBuffers(A,B),fe.viewport(ee),fe.scissor(ve),fe.setScissorTest(Ne),G){let ce=Le.get(A.texture);O.framebufferTexture2D(O.FRAMEBUFFER,O.COLOR_ATTACHMENT0,O.TEXTURE_CUBE_MAP_POSITIVE_X+F,ce.__webglTexture,W)}else if(de){let ce=F;for(let be=0;be<A.textures.length;be++){let we=Le.get(A.textures[be]);O.framebufferTextureLayer(O.FRAMEBUFFER,O.COLOR_ATTACHMENT0+be,we.__webglTexture,W,ce)}}else if(A!==null&&W!==0){let ce=Le.get(A.texture);O.framebufferTexture2D(O.FRAMEBUFFER,O.COLOR_ATTACHMENT0,O.TEXTURE_2D,ce.__webglTexture,W)}q=-1};function up(A){let F=Le.get(A);return(F.__readFormat!==A.format||F.__readType!==A.type)&&(F.__readFormat=A.format,F.__readType=A.type,F.__formatReadable=yt.textureFormatReadable(A.format),F.__typeReadable=yt.textureTypeReadable(A.type)),F}this.readRenderTargetPixels=function(A,F,W,B,G,de,_e,ce=0){if(!(A&&A.isWebGLRenderTarget)){De("WebGLRenderer.readRenderTargetPixels: renderTarget is not THREE.WebGLRenderTarget.");return}let be=Le.get(A).__webglFramebuffer;if(A.isWebGLCubeRenderTarget&&_e!==void 0&&(be=be[_e],Array.isArray(be)&&(be=be[0])),be){fe.bindFramebuffer(O.FRAMEBUFFER,be);try{let we=A.textures[ce],Ue=we.format,Ke=we.type;A.textures.length>1&&O.readBuffer(O.COLOR_ATTACHMENT0+ce);let Me=up(we);if(Me.__formatReadable===!1){De("WebGLRenderer.readRenderTargetPixels: renderTarget is not in RGBA or implementation defined format.");return}if(Me.__typeReadable===!1){De("WebGLRenderer.readRenderTargetPixels: renderTarget is not in UnsignedByteType or implementation defined type.");return}F>=0&&F<=A.width-B&&W>=0&&W<=A.height-G&&O.readPixels(F,W,B,G,se.convert(Ue),se.convert(Ke),de)}finally{let we=te!==null?Le.get(te).__webglFramebuffer:null;fe.bindFramebuffer(O.FRAMEBUFFER,we)}}},this.readRenderTargetPixelsAsync=async function(A,F,W,B,G,de,_e,ce=0){if(!(A&&A.isWebGLRenderTarget))throw new Error("THREE.WebGLRenderer.readRenderTargetPixels: renderTarget is not THREE.WebGLRenderTarget.");let be=Le.get(A).__webglFramebuffer;if(A.isWebGLCubeRenderTarget&&_e!==void 0&&(be=be[_e],Array.isArray(be)&&(be=be[0])),be)if(F>=0&&F<=A.width-B&&W>=0&&W<=A.height-G){fe.bindFramebuffer(O.FRAMEBUFFER,be);let we=A.textures[ce],Ue=we.format,Ke=we.type;A.textures.length>1&&O.readBuffer(O.COLOR_ATTACHMENT0+ce);let Me=up(we);if(Me.__formatReadable===!1)throw new Error("THREE.WebGLRenderer.readRenderTargetPixelsAsync: renderTarget is not in RGBA or implementation defined format.");if(Me.__typeReadable===!1)throw new Error("THREE.WebGLRenderer.readRenderTargetPixelsAsync: renderTarget is not in UnsignedByteType or implementation defined type.");let Ye=O.createBuffer();O.bindBuffer(O.PIXEL_PACK_BUFFER,Ye),O.bufferData(O.PIXEL_PACK_BUFFER,de.byteLength,O.STREAM_READ),O.readPixels(F,W,B,G,se.convert(Ue),se.convert(Ke),0),O.bindBuffer(O.PIXEL_PACK_BUFFER,null);let Nt=te!==null?Le.get(te).__webglFramebuffer:null;fe.bindFramebuffer(O.FRAMEBUFFER,Nt);let mt=O.fenceSync(O.SYNC_GPU_COMMANDS_COMPLETE,0);return O.flush(),await Um(O,mt,4),O.bindBuffer(O.PIXEL_PACK_BUFFER,Ye),O.getBufferSubData(O.PIXEL_PACK_BUFFER,0,de),O.bindBuffer(O.PIXEL_PACK_BUFFER,null),O.deleteBuffer(Ye),O.deleteSync(mt),de}else throw new Error("THREE.WebGLRenderer.readRenderTargetPixelsAsync: requested read bounds are out of range.")},this.copyFramebufferToTexture=function(A,F=null,W=0){let B=Math.pow(2,-W),G=Math.floor(A.image.width*B),de=Math.floor(A.image.height*B),_e=F!==null?F.x:0,ce=F!==null?F.y:0;Oe.setTexture2D(A,0),O.copyTexSubImage2D(O.TEXTURE_2D,W,0,0,_e,ce,G,de),fe.unbindTexture()},this.copyTextureToTexture=function(A,F,W=null,B=null,G=0,de=0){let _e,ce,be,we,Ue,Ke,Me,Ye,Nt,mt=A.isCompressedTexture?A.mipmaps[de]:A.image;if(W!==null)_e=W.max.x-W.min.x,ce=W.max.y-W.min.y,be=W.isBox3?W.max.z-W.min.z:1,we=W.min.x,Ue=W.min.y,Ke=W.isBox3?W.min.z:0;else{let Qe=Math.pow(2,-G);_e=Math.floor(mt.width*Qe),ce=Math.floor(mt.height*Qe),A.isDataArrayTexture?be=mt.depth:A.isData3DTexture?be=Math.floor(mt.depth*Qe):be=1,we=0,Ue=0,Ke=0}B!==null?(Me=B.x,Ye=B.y,Nt=B.z):(Me=0,Ye=0,Nt=0);let ht=se.convert(F.format),nn=se.convert(F.type),Se;F.isData3DTexture?(Oe.setTexture3D(F,0),Se=O.TEXTURE_3D):F.isDataArrayTexture||F.isCompressedArrayTexture?(Oe.setTexture2DArray(F,0),Se=O.TEXTURE_2D_ARRAY):(Oe.setTexture2D(F,0),Se=O.TEXTURE_2D),fe.activeTexture(O.TEXTURE0),fe.pixelStorei(O.UNPACK_FLIP_Y_WEBGL,F.flipY),fe.pixelStorei(O.UNPACK_PREMULTIPLY_ALPHA_WEBGL,F.premultiplyAlpha),fe.pixelStorei(O.UNPACK_ALIGNMENT,F.unpackAlignment);let pn=fe.getParameter(O.UNPACK_ROW_LENGTH),tt=fe.getParameter(O.UNPACK_IMAGE_HEIGHT),As=fe.getParameter(O.UNPACK_SKIP_PIXELS),sn=fe.getParameter(O.UNPACK_SKIP_ROWS),Da=fe.getParameter(O.UNPACK_SKIP_IMAGES);fe.pixelStorei(O.UNPACK_ROW_LENGTH,mt.width),fe.pixelStorei(O.UNPACK_IMAGE_HEIGHT,mt.height),fe.pixelStorei(O.UNPACK_SKIP_PIXELS,we),fe.pixelStorei(O.UNPACK_SKIP_ROWS,Ue),fe.pixelStorei(O.UNPACK_SKIP_IMAGES,Ke);let rs=A.isDataArrayTexture||A.isData3DTexture,Es=F.isDataArrayTexture||F.isData3DTexture;if(A.isDepthTexture){let Qe=Le.get(A),Yt=Le.get(F),Zn=Le.get(Qe.__renderTarget),Mt=Le.get(Yt.__renderTarget);fe.bindFramebuffer(O.READ_FRAMEBUFFER,Zn.__webglFramebuffer),fe.bindFramebuffer(O.DRAW_FRAMEBUFFER,Mt.__webglFramebuffer);for(let Wt=0;Wt<be;Wt++)rs&&(O.framebufferTextureLayer(O.READ_FRAMEBUFFER,O.COLOR_ATTACHMENT0,Le.get(A).__webglTexture,G,Ke+Wt),O.framebufferTextureLayer(O.DRAW_FRAMEBUFFER,O.COLOR_ATTACHMENT0,Le.get(F).__webglTexture,de,Nt+Wt)),O.blitFramebuffer(we,Ue,we+_e,Ue+ce,Me,Ye,Me+_e,Ye+ce,O.DEPTH_BUFFER_BIT,O.NEAREST);fe.bindFramebuffer(O.READ_FRAMEBUFFER,null),fe.bindFramebuffer(O.DRAW_FRAMEBUFFER,null)}else if(G!==0||A.isRenderTargetTexture||Le.has(A)){let Qe=Le.get(A),Yt=Le.get(F);fe.bindFramebuffer(O.READ_FRAMEBUFFER,k),fe.bindFramebuffer(O.DRAW_FRAMEBUFFER,U);for(let Zn=0;Zn<be;Zn++)rs?O.framebufferTextureLayer(O.READ_FRAMEBUFFER,O.COLOR_ATTACHMENT0,Qe.__webglTexture,G,Ke+Zn):O.framebufferTexture2D(O.READ_FRAMEBUFFER,O.COLOR_ATTACHMENT0,O.TEXTURE_2D,Qe.__webglTexture,G),Es?O.framebufferTextureLayer(O.DRAW_FRAMEBUFFER,O.COLOR_ATTACHMENT0,Yt.__webglTexture,de,Nt+Zn):O.framebufferTexture2D(O.DRAW_FRAMEBUFFER,O.COLOR_ATTACHMENT0,O.TEXTURE_2D,Yt.__webglTexture,de),G!==0?O.blitFramebuffer(we,Ue,we+_e,Ue+ce,Me,Ye,Me+_e,Ye+ce,O.COLOR_BUFFER_BIT,O.NEAREST):Es?O.copyTexSubImage3D(Se,de,Me,Ye,Nt+Zn,we,Ue,_e,ce):O.copyTexSubImage2D(Se,de,Me,Ye,we,Ue,_e,ce);fe.bindFramebuffer(O.READ_FRAMEBUFFER,null),fe.bindFramebuffer(O.DRAW_FRAMEBUFFER,null)}else Es?A.isDataTexture||A.isData3DTexture?O.texSubImage3D(Se,de,Me,Ye,Nt,_e,ce,be,ht,nn,mt.data):F.isCompressedArrayTexture?O.compressedTexSubImage3D(Se,de,Me,Ye,Nt,_e,ce,be,ht,mt.data):O.texSubImage3D(Se,de,Me,Ye,Nt,_e,ce,be,ht,nn,mt):A.isDataTexture?O.texSubImage2D(O.TEXTURE_2D,de,Me,Ye,_e,ce,ht,nn,mt.data):A.isCompressedTexture?O.compressedTexSubImage2D(O.TEXTURE_2D,de,Me,Ye,mt.width,mt.height,ht,mt.data):O.texSubImage2D(O.TEXTURE_2D,de,Me,Ye,_e,ce,ht,nn,mt);fe.pixelStorei(O.UNPACK_ROW_LENGTH,pn),fe.pixelStorei(O.UNPACK_IMAGE_HEIGHT,tt),fe.pixelStorei(O.UNPACK_SKIP_PIXELS,As),fe.pixelStorei(O.UNPACK_SKIP_ROWS,sn),fe.pixelStorei(O.UNPACK_SKIP_IMAGES,Da),de===0&&F.generateMipmaps===!0&&F.mipmapsAutoUpdate===!0&&O.generateMipmap(Se),fe.unbindTexture()},this.initRenderTarget=function(A){Le.get(A).__webglFramebuffer===void 0&&Oe.setupRenderTarget(A)},this.initTexture=function(A){A.isCubeTexture?Oe.setTextureCube(A,0):A.isData3DTexture?Oe.setTexture3D(A,0):A.isDataArrayTexture||A.isCompressedArrayTexture?Oe.setTexture2DArray(A,0):Oe.setTexture2D(A,0),fe.unbindTexture()},this.resetState=function(){V=0,H=0,te=null,fe.reset(),oe.reset()},typeof __THREE_DEVTOOLS__<"u"&&__THREE_DEVTOOLS__.dispatchEvent(new CustomEvent("observe",{detail:this}))}get coordinateSystem(){return Gn}get outputColorSpace(){return this._outputColorSpace}set outputColorSpace(e){this._outputColorSpace=e;let t=this.getContext();t.drawingBufferColorSpace=He._getDrawingBufferColorSpace(e),t.unpackColorSpace=He._getUnpackColorSpace()}};function Mg(i,e,t){let n=0,s=i.length;for(;n<s;){let r=n+s>>1;i[r]<=e?n=r+1:s=r}return Math.min(Math.max(n-1,0),t)}function Sg(i,e,t){let{times:n,values:s,width:r,interpolation:o}=i,a=n.length-1,l=o==="CUBICSPLINE";if(t.length=r,o==="STEP"||a===0){let d=Mg(n,e,a)*r*(l?3:1)+(l?r:0);for(let f=0;f<r;f+=1)t[f]=s[d+f];return i.rotation?ua(t):t}let c=Mg(n,e,a-1),u=n[c+1]-n[c],h=Math.min(Math.max((e-n[c])/(u>0?u:1),0),1);if(l)jw(s,c,r,u,h,t);else{if(i.rotation)return Kw(s,c*4,(c+1)*4,h,t);for(let d=0;d<r;d+=1)t[d]=(1-h)*s[c*r+d]+h*s[(c+1)*r+d]}return i.rotation?ua(t):t}function jw(i,e,t,n,s,r){let o=e*3*t,a=o+3*t,[l,c]=[s*s,s*s*s];for(let u=0;u<t;u+=1)r[u]=(2*c-3*l+1)*i[o+t+u]+n*(c-2*l+s)*i[o+2*t+u]+(3*l-2*c)*i[a+t+u]+n*(c-l)*i[a+u]}function ua(i){let e=Math.hypot(...i);if(e>0)for(let t=0;t<i.length;t+=1)i[t]/=e;return i}function Kw(i,e,t,n,s){let r=ua([i[e],i[e+1],i[e+2],i[e+3]]),o=ua([i[t],i[t+1],i[t+2],i[t+3]]),a=r[0]*o[0]+r[1]*o[1]+r[2]*o[2]+r[3]*o[3],l=a<0?-1:1;a=Math.min(Math.abs(a),1);let c=Math.acos(a),u=Math.sin(c),[h,d]=u>1e-6?[Math.sin((1-n)*c)/u,Math.sin(n*c)/u]:[1-n,n];for(let f=0;f<4;f+=1)s[f]=h*r[f]+l*d*o[f];return ua(s)}var ha=i=>(e,[t,n,s])=>e[i]?.setRGB(t,n,s,Tt),Qt=i=>(e,[t])=>{i in e&&Object.assign(e,{[i]:t})},Tg=i=>(e,[t])=>{let n=e[i];n&&Object.assign(n,{x:t,y:Math.sign(n.y||1)*t})},Ag={"pbrMetallicRoughness/baseColorFactor":(i,e)=>{ha("color")(i,e),i.opacity=e[3]??1},"pbrMetallicRoughness/metallicFactor":Qt("metalness"),"pbrMetallicRoughness/roughnessFactor":Qt("roughness"),emissiveFactor:ha("emissive"),alphaCutoff:(i,[e])=>{i.alphaTest>0&&(i.alphaTest=Math.max(e,1e-6))},"normalTexture/scale":Tg("normalScale"),"occlusionTexture/strength":Qt("aoMapIntensity")},Yw={"anisotropy/anisotropyStrength":Qt("anisotropy"),"anisotropy/anisotropyRotation":Qt("anisotropyRotation"),"clearcoat/clearcoatFactor":Qt("clearcoat"),"clearcoat/clearcoatRoughnessFactor":Qt("clearcoatRoughness"),"clearcoat/clearcoatNormalTexture/scale":Tg("clearcoatNormalScale"),"dispersion/dispersion":Qt("dispersion"),"emissive_strength/emissiveStrength":Qt("emissiveIntensity"),"ior/ior":Qt("ior"),"iridescence/iridescenceFactor":Qt("iridescence"),"iridescence/iridescenceIor":Qt("iridescenceIOR"),"iridescence/iridescenceThicknessMinimum":(i,[e])=>i.iridescenceThicknessRange[0]=e,"iridescence/iridescenceThicknessMaximum":(i,[e])=>i.iridescenceThicknessRange[1]=e,"sheen/sheenColorFactor":ha("sheenColor"),"sheen/sheenRoughnessFactor":Qt("sheenRoughness"),"specular/specularFactor":Qt("specularIntensity"),"specular/specularColorFactor":ha("specularColor"),"transmission/transmissionFactor":Qt("transmission"),"volume/thicknessFactor":Qt("thickness"),"volume/attenuationDistance":Qt("attenuationDistance"),"volume/attenuationColor":ha("attenuationColor")};for(let[i,e]of Object.entries(Yw))Ag[`extensions/KHR_materials_${i}`]=e;var Jw={normalTexture:["normalMap"],occlusionTexture:["aoMap"],emissiveTexture:["emissiveMap"],"pbrMetallicRoughness/baseColorTexture":["map"],"pbrMetallicRoughness/metallicRoughnessTexture":["metalnessMap","roughnessMap"],"extensions/KHR_materials_anisotropy/anisotropyTexture":["anisotropyMap"],"extensions/KHR_materials_clearcoat/clearcoatTexture":["clearcoatMap"],"extensions/KHR_materials_clearcoat/clearcoatRoughnessTexture":["clearcoatRoughnessMap"],"extensions/KHR_materials_clearcoat/clearcoatNormalTexture":["clearcoatNormalMap"],"extensions/KHR_materials_iridescence/iridescenceTexture":["iridescenceMap"],"extensions/KHR_materials_iridescence/iridescenceThicknessTexture":["iridescenceThicknessMap"],"extensions/KHR_materials_sheen/sheenColorTexture":["sheenColorMap"],"extensions/KHR_materials_sheen/sheenRoughnessTexture":["sheenRoughnessMap"],"extensions/KHR_materials_specular/specularTexture":["specularIntensityMap"],"extensions/KHR_materials_specular/specularColorTexture":["specularColorMap"],"extensions/KHR_materials_transmission/transmissionTexture":["transmissionMap"],"extensions/KHR_materials_volume/thicknessTexture":["thicknessMap"]},wg="/extensions/KHR_texture_transform/";function Eg(i,e,t){let n=i,s=Ag[e];if(s)return s(n,t),!0;let r=e.indexOf(wg),o=r<0?void 0:Jw[e.slice(0,r)];if(!o)return!1;for(let a of o){let l=n[a];l&&$w(l,e.slice(r+wg.length),t)}return!0}function $w(i,e,t){e==="offset"&&i.offset.set(t[0],t[1]),e==="scale"&&i.repeat.set(t[0],t[1]),e==="rotation"&&(i.rotation=t[0])}function Rg(i,e,t){let n=e.split("/"),s=i;for(let r of n.slice(0,-1))s=s?.[r];s&&(s[n.at(-1)]=t.length===1?t[0]:[...t])}function Gr(i){return i.extensions?.KHR_lights_punctual?.lights??[]}function Zw(i){let e=i==="directional"?new vi:i==="spot"?new Xn:new jn;return e.position.set(0,0,0),e.updateMatrix(),e instanceof jn||(e.target.position.set(0,0,-1),e.add(e.target)),e}function Cg(i,e){let[t,n,s]=e.color??[1,1,1];if(i.color.setRGB(t,n,s,Tt),i.intensity=e.intensity??1,(i instanceof jn||i instanceof Xn)&&(i.distance=e.range??0,i.decay=2),i instanceof Xn){let{innerConeAngle:r=0,outerConeAngle:o=Math.PI/4}=e.spot??{};i.angle=o,i.penumbra=o>0?Math.min(Math.max(1-r/o,0),1):0}}var Ec=class{#e=new Map;constructor(e,t){let n=Gr(e);(e.nodes??[]).forEach((s,r)=>{let o=s.extensions?.KHR_lights_punctual?.light,a=t(r),l=o===void 0?void 0:n[o];if(o===void 0||!l||!a)return;let c=Zw(l.type);Cg(c,l),a.add(c),this.#e.set(o,[...this.#e.get(o)??[],c])})}*all(){for(let e of this.#e.values())yield*e}of(e){return this.#e.get(e)??[]}describe(e,t){for(let n of this.of(e))Cg(n,t)}dispose(){for(let e of this.all())e.dispose();this.#e.clear()}};var Qw={translation:3,rotation:4,scale:3};function Pg(i){let e={nodes:new Set,materials:new Set},t=(i.animations??[]).flatMap(n=>n.channels);for(let{target:n}of t){let s=n.extensions?.KHR_animation_pointer?.pointer,[,r,o]=/^\/(nodes|materials)\/(\d+)\//.exec(s??"")??[];r&&e[r].add(Number(o)),typeof n.node=="number"&&e.nodes.add(n.node)}return e}var Rc=class{list;#e;#n=new Map;#t=null;#i=[];#s=!1;#r=[];constructor(e){this.#e=e;let t=e.gltf.animations??[];this.list=t.map((n,s)=>{let o=n.samplers.map(a=>e.gltf.accessors?.[a.input]).map(a=>a?.max?.[0]??0);return{name:n.name??`animation ${s}`,duration:Math.max(0,...o)}})}get shown(){return this.#t}async choose(e){if(e===this.#t)return;this.#t=e;let t=e===null||!this.list[e]?[]:await this.#o(e);if(this.#t===e){for(let n of this.#i)n.rest();this.#i=t,this.#s=!0}}get fresh(){return this.#s}apply(e){this.#s=!1;for(let{curve:t,put:n}of this.#i)n(Sg(t,e,this.#r))}#o(e){let t=this.#n.get(e)??this.#l(this.#e.gltf.animations[e]);return this.#n.set(e,t),t}async#l(e){let t=e.channels.map(async({sampler:n,target:s})=>{let r=e.samplers[n],[o,a]=await Promise.all([this.#c(r.input),this.#c(r.output)]);return this.#a(s,o,a,r.interpolation??"LINEAR")});return(await Promise.all(t)).filter(n=>n!==null)}async#c(e){let{parser:t}=this.#e,n=await t.getDependency("accessor",e),s=new Float32Array(n.count*n.itemSize);for(let r=0;r<n.count;r+=1)for(let o=0;o<n.itemSize;o+=1)s[r*n.itemSize+o]=n.getComponent(r,o);return s}#a(e,t,n,s){let r=e.extensions?.KHR_animation_pointer?.pointer,o=r===void 0?e.path:r,a=t.length*(s==="CUBICSPLINE"?3:1);if(t.length===0||n.length%a!==0)return null;let c=o.split("/").at(-1)==="rotation"&&(r===void 0||o.startsWith("/nodes/"))&&n.length/a===4,u={times:t,values:n,width:n.length/a,interpolation:s,rotation:c};return r!==void 0?this.#h(r,u):typeof e.node=="number"&&(Qw[o]??u.width)===u.width?this.#u(e.node,o,u):null}#u(e,t,n){let s=this.#e.object(e);if(!s)return null;let r=()=>this.#e.rest(e);if(t==="weights")return{curve:n,rest:r,put:l=>this.#e.setWeights(e,l)};let o={translation:s.position,rotation:s.quaternion,scale:s.scale}[t];return o?{curve:n,rest:r,put:l=>{o.fromArray(l),s.matrixAutoUpdate=!0}}:null}#h(e,t){let n=/^\/nodes\/(\d+)\/(.+)$/.exec(e);if(n)return this.#d(Number(n[1]),n[2],t);let s=/^\/materials\/(\d+)\/(.+)$/.exec(e);if(s)return this.#p(Number(s[1]),s[2],t);let r=/^\/extensions\/KHR_lights_punctual\/lights\/(\d+)\/(.+)$/.exec(e);return r?this.#f(Number(r[1]),r[2],t):null}#d(e,t,n){let s=this.#e.object(e);return s?t==="extensions/KHR_node_visibility/visible"?{curve:n,rest:()=>this.#e.rest(e),put:([r])=>s.visible=r>.5}:this.#u(e,t,n):null}#p(e,t,n){let{materials:s,gltf:r}=this.#e,o=r.materials[e];return{curve:n,rest:()=>{o&&s.edit(e,r.materials[e])},put:a=>s.of(e).forEach(l=>Eg(l,t,a))}}#f(e,t,n){let{lights:s,gltf:r}=this.#e;return{curve:n,rest:()=>s.describe(e,Gr(r)[e]??{}),put:o=>{let a=structuredClone(Gr(r)[e]??{});Rg(a,t,o),s.describe(e,a)}}}};var Cc={position:3,normal:3,uv:2,uv1:2},eT=65536;function Ig({attributes:i,morphAttributes:e,index:t},n){let{position:s}=i;return!s||s.count>n||(t?.count??0)>6*n||Object.keys(e).length>0?!1:Object.entries(i).every(([r,{array:o,itemSize:a,count:l}])=>o instanceof Float32Array&&a===Cc[r]&&l===s.count&&o.length===l*a)}function Lg(i){let e=[[]],t=0;for(let n of i){let s=n.geometry.attributes.position.count;t+s>eT&&(e.push([]),t=0),e.at(-1).push(n),t+=s}return e}function _d({geometry:i,matrixWorld:e}){return i.boundingBox||i.computeBoundingBox(),i.boundingBox.getCenter(new C).applyMatrix4(e)}function kg(i,e,t){let n=i.map(({geometry:x})=>x.attributes.position.count),s=n.reduce((x,p)=>x+p,0),r=new gt,o=Object.keys(i[0].geometry.attributes).map(x=>{let p=new Float32Array(s*Cc[x]);return r.setAttribute(x,new Je(p,Cc[x])),[x,p]}),a=t&&new Float32Array(3*s);a&&r.setAttribute("color",new Je(a,3));let l=i.map(({geometry:{index:x}},p)=>x?.count??n[p]),c=new Uint16Array(l.reduce((x,p)=>x+p,0)),u=[0],h=new xe,d=new ke,f=new We,g=0;return i.forEach((x,p)=>{let{attributes:m,index:b}=x.geometry;h.makeTranslation(-e.x,-e.y,-e.z).multiply(x.matrixWorld);for(let[y,M]of o){let w=m[y].array;y==="position"?tT(w,h,M,3*g,f):y==="normal"?nT(w,d.getNormalMatrix(h),M,3*g):M.set(w,Cc[y]*g)}if(a)for(let y=3*g;y<3*(g+n[p]);y+=3)t[p].toArray(a,y);let _=u[p];for(let y=0;y<l[p];y+=1)c[_+y]=g+(b?b.array[y]:y);u.push(_+l[p]),g+=n[p]}),r.setIndex(new Je(c,1)),r.boundingBox=f,r.boundingSphere=new vt(f.getCenter(new C),f.min.distanceTo(f.max)/2),{geometry:r,starts:u}}function tT(i,{elements:e},t,n,s){let{min:r,max:o}=s;for(let a=0;a<i.length;a+=3){let l=i[a],c=i[a+1],u=i[a+2],h=e[0]*l+e[4]*c+e[8]*u+e[12],d=e[1]*l+e[5]*c+e[9]*u+e[13],f=e[2]*l+e[6]*c+e[10]*u+e[14];t[n+a]=h,t[n+a+1]=d,t[n+a+2]=f,h<r.x&&(r.x=h),d<r.y&&(r.y=d),f<r.z&&(r.z=f),h>o.x&&(o.x=h),d>o.y&&(o.y=d),f>o.z&&(o.z=f)}}function nT(i,{elements:e},t,n){for(let s=0;s<i.length;s+=3){let r=i[s],o=i[s+1],a=i[s+2],l=e[0]*r+e[3]*o+e[6]*a,c=e[1]*r+e[4]*o+e[7]*a,u=e[2]*r+e[5]*o+e[8]*a,h=1/(Math.sqrt(l*l+c*c+u*u)||1);t[n+s]=l*h,t[n+s+1]=c*h,t[n+s+2]=u*h}}var iT=31,Pc=16,sT=4096,rT=1e-4,oT=2e3,Ic=class{group=new Lt;#e;#n;#t;#i=new Map;#s=!0;#r=-1/0;constructor(e,t,n){this.#e=e,this.#n=t,this.#t=n}holds(e){return this.#i.has(e)}isDue(e){return this.#s&&e-this.#r>oT}make(){this.#o(),this.#s=!1;for(let e of this.#c().values()){if(e.length<Pc)continue;let t=cT(e),n=e.filter(s=>uT(s,t));if(n.length>=Pc)for(let s of Lg(n))this.#a(s,t)}}release(e){e.traverse(t=>{let n=this.#i.get(t);if(!n)return;let{batch:s,start:r,count:o}=n,a=s.mesh.geometry.index;a.array.fill(0,r,r+o),a.addUpdateRange(r,o),a.needsUpdate=!0,this.#i.delete(t),t.layers.set(0),s.parts-=1,s.parts===0&&this.#l(s.mesh)}),this.#s=!0,this.#r=performance.now()}dispose(){this.#o(),this.#s=!1}#o(){for(let e of this.#i.keys())e.layers.set(0);this.#i.clear();for(let e of[...this.group.children])this.#l(e)}#l(e){this.group.remove(e),e.geometry.dispose(),e.material.dispose()}#c(){let{nodes:e,materials:t}=Pg(this.#e),n=new Set;for(let o of e)this.#t(o)?.traverse(a=>n.add(a));let s=new Map,r=new Map;for(let{object:o,worn:a}of this.#n()){s.has(a)||s.set(a,a!==null&&t.has(a)?null:aT(this.#e,a));let l=s.get(a);if(l===null||n.has(o)||!lT(o))continue;let c=`${l} ${Object.keys(o.geometry.attributes).sort().join()}`,u=r.get(c);u?u.push(o):r.set(c,[o])}return r}#a(e,t){let n=e.map(({material:u})=>u.color),[{material:s}]=e,r=n.every(u=>u.equals(n[0])),{geometry:o,starts:a}=kg(e,t,r?null:n),l=s.clone();r||(l.color.set(1,1,1),l.vertexColors=!0);let c={mesh:new nt(o,l),parts:e.length};c.mesh.position.copy(t),this.group.add(c.mesh),e.forEach((u,h)=>{this.#i.set(u,{batch:c,start:a[h],count:a[h+1]-a[h]}),u.layers.set(iT)})}};function aT(i,e){let t=(i.materials??[])[e??-1]??{},{name:n,extras:s,pbrMetallicRoughness:r,...o}=t,{baseColorFactor:a,...l}=r??{};return o.alphaMode==="BLEND"||"KHR_materials_transmission"in(o.extensions??{})?null:JSON.stringify([o,l,a?.[3]??1])}function lT(i){let{isMesh:e,isSkinnedMesh:t,isInstancedMesh:n}=i;if(!e||t||n||!Ig(i.geometry,sT))return!1;for(let r=i;r;r=r.parent)if(!r.visible)return!1;let s=i.matrixWorld.determinant();return s>0&&Number.isFinite(s)}function cT(i){let e=i.map(n=>_d(n)),t=n=>e.map(s=>s[n]).sort((s,r)=>s-r)[e.length>>1];return new C(t("x"),t("y"),t("z"))}function uT(i,e){let t=i.geometry.boundingBox.getSize(new C).length()*i.matrixWorld.getMaxScaleOnAxis(),n=_d(i).distanceTo(e);return Number.isFinite(n)&&t>=rT*n}var Cn=180/Math.PI,da=(i,e)=>[i[0]+e[0],i[1]+e[1],i[2]+e[2]],Vr=(i,e)=>[i[0]-e[0],i[1]-e[1],i[2]-e[2]],Hr=(i,e)=>[i[0]*e,i[1]*e,i[2]*e],hT=(i,e)=>i[0]*e[0]+i[1]*e[1]+i[2]*e[2],Ai=i=>Math.hypot(i[0],i[1],i[2]),Lc=i=>Hr(da(i.min,i.max),.5);function Wr(i,e){let[t,n,s,r]=i,o=2*(n*e[2]-s*e[1]),a=2*(s*e[0]-t*e[2]),l=2*(t*e[1]-n*e[0]);return[e[0]+r*o+n*l-s*a,e[1]+r*a+s*o-t*l,e[2]+r*l+t*a-n*o]}function qr({position:i,rotation:[e,t,n,s],scale:r}){return[(1-2*(t*t+n*n))*r[0],2*(e*t+s*n)*r[0],2*(e*n-s*t)*r[0],0,2*(e*t-s*n)*r[1],(1-2*(e*e+n*n))*r[1],2*(t*n+s*e)*r[1],0,2*(e*n+s*t)*r[2],2*(t*n-s*e)*r[2],(1-2*(e*e+t*t))*r[2],0,i[0],i[1],i[2],1]}function kc(i){let e=u=>i[u]??0,t=u=>[e(4*u),e(4*u+1),e(4*u+2)],[n,s,r]=[t(0),t(1),t(2)],o=[n[1]*s[2]-n[2]*s[1],n[2]*s[0]-n[0]*s[2],n[0]*s[1]-n[1]*s[0]],l=[(hT(o,r)<0?-1:1)*Ai(n),Ai(s),Ai(r)],c=(u,h)=>h===0?[0,0,0]:Hr(u,1/h);return{position:t(3),rotation:dT(c(n,l[0]),c(s,l[1]),c(r,l[2])),scale:l}}function dT(i,e,t){let n=i[0]+e[1]+t[2];if(n>0){let r=2*Math.sqrt(1+n);return[(e[2]-t[1])/r,(t[0]-i[2])/r,(i[1]-e[0])/r,r/4]}if(i[0]>e[1]&&i[0]>t[2]){let r=2*Math.sqrt(Math.max(1+i[0]-e[1]-t[2],1e-30));return[r/4,(i[1]+e[0])/r,(t[0]+i[2])/r,(e[2]-t[1])/r]}if(e[1]>t[2]){let r=2*Math.sqrt(Math.max(1+e[1]-i[0]-t[2],1e-30));return[(i[1]+e[0])/r,r/4,(e[2]+t[1])/r,(t[0]-i[2])/r]}let s=2*Math.sqrt(Math.max(1+t[2]-i[0]-e[1],1e-30));return[(t[0]+i[2])/s,(e[2]+t[1])/s,s/4,(i[1]-e[0])/s]}function Dg(i){let e=qr({position:[0,0,0],rotation:i,scale:[1,1,1]}),t=Math.min(Math.max(e[8],-1),1),n=Math.asin(t);return Math.abs(t)<.9999999?[Math.atan2(-e[9],e[10])*Cn,n*Cn,Math.atan2(-e[4],e[0])*Cn]:[Math.atan2(e[6],e[5])*Cn,n*Cn,0]}function Ng(i){let[e,t,n]=i.map(u=>u/Cn/2),[s,r,o]=[Math.cos(e),Math.cos(t),Math.cos(n)],[a,l,c]=[Math.sin(e),Math.sin(t),Math.sin(n)];return[a*r*o+s*l*c,s*l*o-a*r*c,s*r*c+a*l*o,s*r*o-a*l*c]}function Md(i,e=4){return Number.isFinite(i)?String(Number(i.toPrecision(e))):Number.isNaN(i)?"?":i>0?"∞":"-∞"}function Fg(i,e){let t=new Array(16).fill(0);for(let n=0;n<4;n+=1)for(let s=0;s<4;s+=1)for(let r=0;r<4;r+=1)t[4*n+s]+=i[4*r+s]*e[4*n+r];return t}function Og(i){let e=i.trim().replace(",",".");return/^(∞|inf(inity)?)$/i.test(e)?1/0:e===""?NaN:Number(e)}var Vs={front:{label:"Front",key:"1",direction:[0,0,1],up:[0,1,0]},back:{label:"Back",key:"2",direction:[0,0,-1],up:[0,1,0]},right:{label:"Right",key:"3",direction:[1,0,0],up:[0,1,0]},left:{label:"Left",key:"4",direction:[-1,0,0],up:[0,1,0]},top:{label:"Top",key:"5",direction:[0,1,0],up:[0,0,-1]},bottom:{label:"Bottom",key:"6",direction:[0,-1,0],up:[0,0,1]},corner:{label:"Corner",key:"7",direction:[1,.8,1.3],up:[0,1,0]}};function Ug(i,e){let t=Vr(i.position,i.target);if(i.kind==="perspective"){let r=Math.max(Math.tan(i.yfov/2)*Ai(t),1e-9),o=i.zfar??1e3*Ai(t);return{...i,kind:"orthographic",ymag:r,xmag:r*e,zfar:o}}let n=i.ymag/Math.tan(i.yfov/2),s=Wr(i.quaternion,[0,0,1]);return{...i,kind:"perspective",zfar:null,position:da(i.target,Hr(s,n))}}var Bg="KHR_lights_punctual",fT="KHR_node_visibility";function Sd(i){return i.scenes?.[i.scene??0]?.nodes??[]}function wd(i,e){let t=[],n=Sd(i).map(s=>({node:s,level:1})).reverse();for(;n.length;){let{node:s,level:r}=n.pop(),o=i.nodes[s]?.children??[];if(t.push({node:s,level:r,children:o}),e(s))for(let a of[...o].reverse())n.push({node:a,level:r+1})}return t}function zg(i,e){let t=e.toLowerCase();return wd(i,()=>!0).filter(({node:n})=>fa(i,n).toLowerCase().includes(t)).map(({node:n})=>({node:n,level:1,children:[]}))}function Td(i){let e=new Int32Array(i.nodes?.length??0).fill(-1);return(i.nodes??[]).forEach((t,n)=>{for(let s of t.children??[])e[s]=n}),e}function fa(i,e){let t=i.nodes?.[e];return t?t.name||i.meshes?.[t.mesh]?.name||Nc(i,e)?.value.name||`node ${e}`:""}function Gg(i,e){let t=i.nodes[e];return t.mesh!==void 0?t.skin===void 0?"mesh":"skin":Nc(i,e)?"light":t.camera===void 0?"empty":"camera"}function Xr(i,e){return i.nodes[e]?.extensions?.[fT]?.visible!==!1}function Nc(i,e){let t=i.nodes[e]?.extensions?.[Bg]?.light,n=i.extensions?.[Bg]?.lights?.[t];return n?{index:t,value:n}:null}function Dc(i){return i.matrix?kc(i.matrix):{position:i.translation??[0,0,0],rotation:i.rotation??[0,0,0,1],scale:i.scale??[1,1,1]}}function Vg(i,e){let t=Td(i),n=qr(Dc(i.nodes[e]));for(let s=t[e];s>=0;s=t[s]){let r=i.nodes[s];n=Fg(r.matrix??qr(Dc(r)),n)}return n}function Ad(i,e){return(i.meshes?.[i.nodes[e]?.mesh]?.primitives??[]).map(n=>n.material)}function Hg(i,e){return(i.animations??[]).some(t=>t.channels.some(n=>n.target.node===e&&n.target.path!=="weights"))}function Wg(i,e){return e.reduce((t,n)=>t?.[n],i)}function pa(i,e,t){let[n,...s]=e,r={...i},o=s.length?pa(r[n],s,t):t;return o===void 0?delete r[n]:r[n]=o,r}var pT={frame:["M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3","!M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6z"],views:["M8 1.8l5.4 3.1v6.2L8 14.2l-5.4-3.1V4.9zM2.6 4.9L8 8l5.4-3.1M8 8v6.2"],bookmark:["M4.2 2.5h7.6v11L8 10.6l-3.8 2.9z"],measure:["M1.8 11.2l9.4-9.4 3 3-9.4 9.4zM4.5 8.5l1.6 1.6M6.7 6.3l1 1M8.9 4.1l1.6 1.6"],clip:["M8.5 1.5v13","M8.5 4H2.8v8h5.7","!M10.4 4h.9v.9h-.9zM12.4 4h.9v.9h-.9zM12.4 6.4h.9v.9h-.9zM12.4 8.8h.9v.9h-.9zM12.4 11.1h.9v.9h-.9zM10.4 11.1h.9v.9h-.9z"],shading:["M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4z","!M8 2.3a5.7 5.7 0 0 1 0 11.4z"],light:["M8 5.2a2.8 2.8 0 1 1 0 5.6a2.8 2.8 0 0 1 0-5.6z","M8 1.3v1.6M8 13.1v1.6M1.3 8h1.6M13.1 8h1.6M3.3 3.3l1.1 1.1M11.6 11.6l1.1 1.1M3.3 12.7l1.1-1.1M11.6 4.4l1.1-1.1"],grid:["M4.6 3.5L2 13M11.4 3.5L14 13M8 3.5V13M3.9 6.2h8.2M3 9.3h10M2 13h12M4.6 3.5h6.8"],axes:["M5.5 10.5V2.2M5.5 10.5h8.3M5.5 10.5L2 14","M3.9 3.9l1.6-1.7 1.6 1.7M12.2 8.9l1.6 1.6-1.6 1.6"],panel:["M1.8 3h12.4v10H1.8zM9.8 3v10","M11.6 5.6h1M11.6 8h1"],info:["M8 2a6 6 0 1 1 0 12a6 6 0 0 1 0-12zM8 7.3v3.6","!M8 4.5a.85.85 0 1 1 0 1.7a.85.85 0 0 1 0-1.7z"],help:["M5.6 6a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.9","!M8 11.6a.9.9 0 1 1 0 1.8a.9.9 0 0 1 0-1.8z"],expand:["M9.7 2.5h3.8v3.8M13.5 2.5L9 7M6.3 13.5H2.5V9.7M2.5 13.5L7 9"],shrink:["M13 6.5H9.5V3M9.5 6.5l4-4M3 9.5h3.5V13M6.5 9.5l-4 4"],play:["!M4.8 2.9l8 5.1-8 5.1z"],pause:["!M4 3h2.7v10H4zM9.3 3H12v10H9.3z"],loop:["M3 8.5V7a3 3 0 0 1 3-3h6M10 2l2 2-2 2M13 7.5V9a3 3 0 0 1-3 3H4M6 14l-2-2 2-2"],eye:["M1.5 8S3.8 3.8 8 3.8 14.5 8 14.5 8 12.2 12.2 8 12.2 1.5 8 1.5 8z","M8 6.2a1.8 1.8 0 1 1 0 3.6a1.8 1.8 0 0 1 0-3.6z"],hidden:["M2.5 9.5C4 10.9 5.8 11.7 8 11.7s4-.8 5.5-2.2M3.6 10.4l-1.2 1.8M8 11.7v2.1M12.4 10.4l1.2 1.8"],right:["M6 3.5L10.5 8 6 12.5"],down:["M3.5 6L8 10.5 12.5 6"],close:["M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4"],add:["M8 3v10M3 8h10"],remove:["M3 4.5h10M6.2 4.5V2.8h3.6v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7M6.6 6.8v4.2M9.4 6.8v4.2"],flip:["M8 1.5v13M6 4.5L2 11.5h4zM10 4.5l4 7h-4z"],look:["M1.8 4.5h8v7h-8zM9.8 7.2l4.4-2.4v6.4L9.8 8.8"],mesh:["M8 2.3l6 10.6H2zM8 2.3v10.6M5 7.6l3 5.3M11 7.6l-3 5.3"],empty:["M8 3.2v9.6M3.2 8h9.6"],skin:["M5 2.6a1.6 1.6 0 1 1-1.6 2.1M5.6 5.3l4.8 5.4M11 13.4a1.6 1.6 0 1 1 1.6-2.1"],surface:["M8 2.3a5.7 5.7 0 1 1 0 11.4a5.7 5.7 0 0 1 0-11.4z","M4.8 7.2A3.6 3.6 0 0 1 7.4 4.7"],check:["M3 8.5l3.2 3.2L13 4.8"],search:["M7 2.8a4.2 4.2 0 1 1 0 8.4a4.2 4.2 0 0 1 0-8.4zM10.2 10.2l3.3 3.3"]},qg="http://www.w3.org/2000/svg";function Ei(i){let e=document.createElementNS(qg,"svg");for(let[t,n]of Object.entries({viewBox:"0 0 16 16",width:"16",height:"16","aria-hidden":"true",focusable:"false",fill:"none",stroke:"currentColor","stroke-width":"1.3","stroke-linecap":"round","stroke-linejoin":"round"}))e.setAttribute(t,n);for(let t of pT[i]){let n=document.createElementNS(qg,"path");n.setAttribute("d",t.replace("!","")),t.startsWith("!")&&(n.setAttribute("fill","currentColor"),n.setAttribute("stroke","none")),e.append(n)}return e}function jg(i,e){for(let[t,n]of Object.entries(e))n==null||n===!1||(t.startsWith("on")&&typeof n=="function"?i.addEventListener(t.slice(2),n):i.setAttribute(t,n===!0?"":String(n)))}function X(i,e={},...t){let n=document.createElement(i);jg(n,e);for(let s of t)s&&n.append(s);return n}var mT="http://www.w3.org/2000/svg";function vn(i,e={},...t){let n=document.createElementNS(mT,i);jg(n,e);for(let s of t)s&&n.append(s);return n}function si(i,e,t={}){let{key:n,...s}=t,r=n?`${e} (${n})`:e,o=X("button",{type:"button",class:"tk-icon-button","aria-label":e,title:r,...s});return n&&o.setAttribute("aria-keyshortcuts",n),o.append(Ei(i)),o}function Oc(i,e,t,n=""){i.getAttribute("aria-label")!==t&&(i.setAttribute("aria-label",t),i.title=n?`${t} (${n})`:t,i.replaceChildren(Ei(e)))}function es(i,e){i.setAttribute("aria-pressed",String(e))}var ms=class{offs=[];add(...e){this.offs.push(...e)}listen(e,t,n,s){e.addEventListener(t,n,s),this.offs.push(()=>e.removeEventListener(t,n,s))}end(){for(let e of this.offs.splice(0))e()}};function jr(i,e){let t=!1;return()=>{t||(t=!0,requestAnimationFrame(()=>{t=!1,i.model&&e()}))}}var Xg=0;function Pn(i){return Xg+=1,`tk-${i}-${Xg}`}function gT(){return matchMedia("(prefers-reduced-motion: reduce)").matches}function Ri(){return gT()?0:.3}var Kr=["lit","wireframe","normals","uv","overdraw"];var Ed={lit:"Lit",wireframe:"Wireframe",normals:"Normals",uv:"UV",overdraw:"Overdraw"};function Rd({viewport:i,say:e},t){let{label:n,direction:s,up:r}=Vs[t];i.fit(null,{direction:s,up:r,seconds:Ri()}),e(n)}function Uc({viewport:i},e){i.camera.kind!==e&&i.setCamera(Ug(i.camera,i.width/i.height))}function Cd({viewport:i,state:e,say:t}){let n=e.get("bookmarks"),s=n.length+1;for(;n.some(({name:r})=>r===`View ${s}`);)s+=1;e.set("bookmarks",[...n,{name:`View ${s}`,camera:i.camera}]),t(`Bookmarked as View ${s}`)}function Pd({viewport:i,state:e,say:t},n){let s=e.get("bookmarks")[n];s&&(i.setCamera(s.camera,{seconds:Ri()}),t(s.name))}function Kg(i,e){let{viewport:t,state:n,selection:s,say:r}=i,o=f=>()=>n.set(f,!n.get(f)),a=-1,l=f=>{let g=n.get("bookmarks").length;if(!g)return r("No bookmark yet: B makes one");a=(a+f+g)%g,Pd(i,a)},c=()=>{let f=Kr[(Kr.indexOf(n.get("shading"))+1)%Kr.length];n.set("shading",f),r(Ed[f])},u=()=>{let f=s.node;if(f===null)return r("Nothing is selected");i.setVisible(f,!Xr(t.model?.gltf??{},f))},h=f=>()=>{n.set("exposure",Number((n.get("exposure")*2**f).toPrecision(4))),r(`Exposure ${n.get("exposure")}`)},d=(f,g,x,p,m=x.join(" "))=>({group:f,label:g,keys:x,run:p,shown:m});return[d("Camera","Frame the selection, or everything",["f"],()=>i.frameSelected(),"F"),d("Camera","Frame everything",["Home"],()=>t.fit(null,{seconds:Ri()})),...Object.entries(Vs).map(([f,{label:g,key:x}])=>d("Camera",`${g} view`,[x],()=>Rd(i,f))),d("Camera","Perspective or orthographic",["p"],()=>{Uc(i,t.camera.kind==="perspective"?"orthographic":"perspective")},"P"),d("Camera","Bookmark this view",["b"],()=>Cd(i),"B"),d("Camera","Bookmark before",["["],()=>l(-1)),d("Camera","Next bookmark",["]"],()=>l(1)),d("Selection","Hide or show",["h"],u,"H"),d("Selection","Select nothing, leave a tool",["Escape"],e.escape,"Esc"),d("Picture","Next shading",["s"],c,"S"),d("Picture","Grid",["g"],o("grid"),"G"),d("Picture","Axes",["a"],o("axes"),"A"),d("Picture","Brighter",["."],h(.5)),d("Picture","Darker",[","],h(-.5)),d("Tools","Measure a distance",["m"],e.measure,"M"),d("Tools","Clipping plane",["c"],e.clip,"C"),d("Animation","Play or pause",[" "],e.play,"Space"),d("Animation","A frame back",["<"],()=>e.step(-1)),d("Animation","A frame on",[">"],()=>e.step(1)),d("Animation","Repeat",["l"],e.loop,"L"),d("View","Tree and inspector",["t"],e.panel,"T"),d("View","Light and exposure",["e"],e.light,"E"),d("View","About this view",["i"],e.info,"I"),d("View","Full screen",["Shift+F"],e.fullscreen,"⇧ F"),d("View","These keys",["?"],e.help)]}function Yg(i,e,t,n){let{element:s}=i;s.setAttribute("role","application"),s.setAttribute("aria-roledescription","3D view"),n.add(e.watch("title",r=>{t.setAttribute("aria-label",r),s.setAttribute("aria-label",`${r}. Arrow keys turn, plus and minus zoom, question mark lists all keys.`)}),e.watch("width",r=>{t.classList.toggle("tk-wide",r===null),r!==null&&t.style.setProperty("--tk-width",`${r}px`)}),e.watch("height",r=>t.style.setProperty("--tk-height",`${r}px`)),e.watch("theme",r=>{r==="auto"?delete t.dataset.theme:t.dataset.theme=r}),e.watch("controls",r=>t.classList.toggle("tk-bare",!r)),e.watch("exposure",r=>i.exposure=r),e.watch("shading",r=>i.shading=r),e.watch("clipping",r=>i.clipping=r),e.watch("hover",r=>i.hover=r))}function bT(i){let e=Math.min(Math.max(i,0),1);return e<=.0031308?12.92*e:1.055*e**(1/2.4)-.055}function xT(i){return i<=.04045?i/12.92:((i+.055)/1.055)**2.4}function Jg(i){return`#${i.slice(0,3).map(t=>Math.round(255*bT(t)).toString(16).padStart(2,"0")).join("")}`}function Id(i){return[1,3,5].map(e=>xT(parseInt(i.slice(e,e+2),16)/255))}function ma(i,e,...t){let n=X("div",{class:"tk-problem",role:"alert",id:`${e}-problem`,hidden:!0}),s=X("label",{class:"tk-label",for:e,title:i},i),r=X("div",{class:"tk-row"},s,X("div",{class:"tk-control"},...t),n),o=a=>{n.textContent=a,n.hidden=a==="";for(let l of r.querySelectorAll("input, select"))l.toggleAttribute("aria-invalid",a!=="")};for(let a of["input","keydown","pointerdown"])r.addEventListener(a,()=>o(""));return{element:r,complain:o}}var $g=(i,e,t)=>Math.min(Math.max(i,e),t);function Zg(i,e,t,n=Pn("number")){let{min:s=-1/0,max:r=1/0,step:o=.01}=e,a=X("input",{id:n,class:"tk-number",type:"text",inputmode:"decimal",autocomplete:"off",spellcheck:"false",role:"spinbutton","aria-label":e.unit?`${i}, ${e.unit}`:i,"aria-valuemin":Number.isFinite(s)?s:void 0,"aria-valuemax":Number.isFinite(r)?r:void 0}),l=0,c=!1,u=g=>{l=g,a.setAttribute("aria-valuenow",String(g));let x=Md(g,5);a.value!==x&&!c&&(a.value=x)},h=g=>{c=!1;let x=Number.isNaN(g)?l:$g(g,s,r),p=x!==l;u(x),p&&t(x)},d=g=>h(Number((l+g*o).toPrecision(12))),f=()=>{c&&h(Og(a.value))};return a.addEventListener("input",()=>c=!0),a.addEventListener("change",f),a.addEventListener("blur",f),a.addEventListener("focus",()=>a.select()),a.addEventListener("keydown",g=>{let x=g.shiftKey?10:g.altKey?.1:1;if(g.key==="ArrowUp")d(x);else if(g.key==="ArrowDown")d(-x);else if(g.key==="Escape"&&c)h(l);else if(g.key==="Enter")f();else return;g.preventDefault()}),{element:a,set:u,step:d}}function yT(i,e){i.classList.add("tk-scrub");let t=null,n=0;i.addEventListener("pointerdown",s=>{t=s.clientX,n=0,i.setPointerCapture(s.pointerId)}),i.addEventListener("pointermove",s=>{if(t===null)return;n+=(s.clientX-t)/2,t=s.clientX;let r=Math.trunc(n);r!==0&&e(s.shiftKey?10*r:r),n-=r});for(let s of["pointerup","pointercancel"])i.addEventListener(s,()=>t=null)}function ts(i,e,t){let{slider:n=!1,log:s=!1}=e,[r,o]=e.span??[e.min??0,e.max??1],a=Pn("number"),l=Zg(i,e,m=>{f(m),t(m)},a),c=m=>s?Math.log10(Math.max(m,r)):m,u=m=>Number((s?10**m:m).toPrecision(4)),h=X("input",{type:"range",class:"tk-range","aria-label":i}),d=(m,b)=>{[r,o]=[m,b],h.min=String(c(r)),h.max=String(c(o)),h.step=String((c(o)-c(r))/400)};d(r,o);let f=m=>{h.value=String($g(c(m),c(r),c(o))),h.style.setProperty("--at",`${100*(Number(h.value)-c(r))/(c(o)-c(r))}%`),s&&h.setAttribute("aria-valuetext",Md(m))};h.addEventListener("input",()=>{let m=u(Number(h.value));l.set(m),f(m),t(m)});let g=n?[h,l.element]:[l.element],{element:x,complain:p}=ma(e.unit?`${i} (${e.unit})`:i,a,...g);return yT(x.querySelector("label"),l.step),{element:x,complain:p,span:d,set(m){l.set(m),f(m)}}}function Qg(i,e,t){let n=Pn("vector"),s=[0,0,0],r=["x","y","z"].map((c,u)=>Zg(`${i} ${c}`,e,h=>{s=s.map((d,f)=>f===u?h:d),t(s)},u===0?n:Pn("number"))),o=r.map((c,u)=>X("span",{class:`tk-axis tk-axis-${"xyz"[u]}`},c.element)),{element:a,complain:l}=ma(e.unit?`${i} (${e.unit})`:i,n,...o);return{element:a,complain:l,set(c){s=c,r.forEach((u,h)=>u.set(c[h]))}}}function Bc(i,e){let t=Pn("color"),n=X("input",{id:t,type:"color",class:"tk-color","aria-label":i}),s=X("input",{type:"text",class:"tk-number tk-code",maxlength:7,autocomplete:"off",spellcheck:"false","aria-label":`${i}, as #rrggbb`});n.addEventListener("input",()=>{s.value=n.value,e(Id(n.value))});let r=()=>{let l=s.value.startsWith("#")?s.value:`#${s.value}`;/^#[0-9a-f]{6}$/i.test(l)&&l.toLowerCase()!==n.value&&(n.value=l.toLowerCase(),e(Id(n.value))),s.value=n.value};s.addEventListener("change",r),s.addEventListener("keydown",l=>l.key==="Enter"&&r());let{element:o,complain:a}=ma(i,t,n,s);return{element:o,complain:a,set(l){let c=Jg(l);n.value!==c&&(n.value=c),s.value=c}}}function zc(i,e){let t=Pn("check"),n=X("input",{id:t,type:"checkbox",class:"tk-check"});n.addEventListener("change",()=>e(n.checked));let{element:s,complain:r}=ma(i,t,n);return{element:s,complain:r,set(o){n.checked=o}}}function ri(i,e,t){let n=Pn("select"),s=X("select",{id:n,class:"tk-select"});for(let[a,l]of e)s.append(X("option",{value:a},l));s.addEventListener("change",()=>t(s.value));let{element:r,complain:o}=ma(i,n,s);return{element:r,complain:o,set(a){s.value=a}}}function oi(i,e=""){let t=X("span",{class:"tk-value"},e);return{element:X("div",{class:"tk-row"},X("span",{class:"tk-label"},i),X("div",{class:"tk-control"},t)),complain:()=>{},set(s){t.textContent!==s&&(t.textContent=s)}}}var vT=1e-6;function eb({normal:i}){let e=i.findIndex(t=>Math.abs(Math.abs(t)-1)<vT);return e<0?null:{axis:e,sign:Math.sign(i[e])}}function Gc(i,e,t){return{normal:[0,0,0].map((s,r)=>r===i?e:0),offset:e*t}}function tb({viewport:i,state:e,ends:t}){let n=Gc(0,1,0),s=!1;function r(){let p=i.bounds();return!s&&p&&(n=Gc(0,1,(p.min[0]+p.max[0])/2)),n}let o=p=>e.set("clipping",p),a=zc("Cut",p=>o(p?r():null)),l=ri("Across",[["0","X"],["1","Y"],["2","Z"],["","Oblique"]],p=>{if(p==="")return x(e.get("clipping"));let m=Number(p),b=i.bounds();o(Gc(m,1,b?(b.min[m]+b.max[m])/2:0))}),c=ts("Place",{slider:!0,step:.01,unit:"m"},p=>{let m=eb(r());o(m?Gc(m.axis,m.sign,p):{...r(),offset:p})}),u=X("button",{type:"button",class:"tk-button"},"Keep the other side"),h=()=>{let{normal:p,offset:m}=r();o({normal:p.map(b=>-b||0),offset:-m||0})};u.addEventListener("click",h);let d=[l.element,c.element,X("div",{class:"tk-row tk-adder"},u)],f=X("div",{class:"tk-panel",role:"dialog","aria-label":"Clipping plane"},X("h3",{},"Clipping plane"),a.element,...d);function g(p){let m=i.bounds(),[b,_]=m?[m.min[p],m.max[p]]:[-1,1],y=Math.max(_-b,1e-6)*.01;c.span(b-y,_+y)}function x(p){p&&(n=p,s=!0),a.set(p!==null),d.forEach(_=>_.classList.toggle("tk-off",p===null));let m=r(),b=eb(m);l.set(b?String(b.axis):""),b&&g(b.axis),c.set(Number((b?b.sign*m.offset:m.offset).toPrecision(6)))}return t.add(e.watch("clipping",x),i.on("scene",()=>x(e.get("clipping")))),{element:f,toggle:()=>o(e.get("clipping")?null:r()),flip:h}}var Yr=({target:i,index:e,field:t})=>`${i} ${e} ${t}`,Vc=class{viewport;host;onWay=new Map;waiting=new Map;refusals=new Set;off;count=0;constructor(e,t){this.viewport=e,this.host=t,this.off=t.on(n=>{n.type==="edited"&&this.settled(n.id,null),n.type==="refused"&&this.settled(n.id,n.message)})}change(e,t){if(e&&this.show(e),!this.host.live)return;let n=Yr(t),s={change:t,epoch:this.viewport.model?.epoch??-1};[...this.onWay.values()].includes(n)?this.waiting.set(n,s):this.send(n,s)}onRefusal(e){return this.refusals.add(e),()=>this.refusals.delete(e)}dispose(){this.off()}async show(e){let{viewport:t}=this;await t.model?.applyEdit(e),t.events.emit("edit",{target:e.target,index:"index"in e?e.index:null}),t.invalidate()}send(e,{change:t,epoch:n}){this.count+=1;let s=`edit-${this.count}`;this.onWay.set(s,e),this.host.send({type:"edit",id:s,epoch:n,...t})}settled(e,t){let n=this.onWay.get(e);if(n===void 0)return;this.onWay.delete(e);let s=this.waiting.get(n);this.waiting.delete(n),s?this.send(n,s):t!==null&&this.refusals.forEach(r=>r(n,t))}};var gs=64,nb=22,_T=[{axis:[1,0,0],name:"X",view:"right",class:"x"},{axis:[0,1,0],name:"Y",view:"top",class:"y"},{axis:[0,0,1],name:"Z",view:"front",class:"z"},{axis:[-1,0,0],name:"",view:"left",class:"x"},{axis:[0,-1,0],name:"",view:"bottom",class:"y"},{axis:[0,0,-1],name:"",view:"back",class:"z"}];function ib({viewport:i,state:e,ends:t}){let n=vn("svg",{viewBox:`0 0 ${gs} ${gs}`,width:gs,height:gs}),s=X("div",{class:"tk-gizmo",role:"group","aria-label":"Look along an axis"},n),r=l=>i.fit(null,{...Vs[l],seconds:Ri()}),o=_T.map(l=>{let c=l.name?vn("line",{class:`tk-arm tk-arm-${l.class}`,x1:gs/2,y1:gs/2}):null,u=vn("g",{class:`tk-ball tk-ball-${l.class}${l.name?"":" tk-ball-far"}`,role:"button","aria-label":`From the ${l.view}`});return u.append(vn("title",{},`From the ${l.view}`),vn("circle",{r:l.name?7.5:5})),l.name&&u.append(vn("text",{y:3.4},l.name)),u.addEventListener("click",h=>{h.stopPropagation(),r(l.view)}),{end:l,line:c,ball:u}});t.listen(s,"pointerdown",l=>l.stopPropagation());function a(){if(s.hidden)return;let[l,c,u,h]=i.camera.quaternion,d=[-l,-c,-u,h],f=o.map(g=>({...g,at:Wr(d,g.end.axis)}));for(let{line:g,ball:x,at:p}of f){let[m,b]=[gs/2+nb*p[0],gs/2-nb*p[1]];g?.setAttribute("x2",String(m)),g?.setAttribute("y2",String(b)),x.setAttribute("transform",`translate(${m.toFixed(2)} ${b.toFixed(2)})`)}f.sort((g,x)=>g.at[2]-x.at[2]),n.replaceChildren(...f.flatMap(({line:g,ball:x})=>g?[g,x]:[x]))}return t.add(i.on("camera",a),e.watch("axes",l=>{s.hidden=!l,a()})),{element:s}}var MT="#e5484d",ST="#4caf50",wT="#3b82f6",TT="#ff9a2e",sb=.2,AT=12,ET=.01,RT=.03,CT=`
  varying vec2 spot;
  void main() {
    vec4 world = modelMatrix * vec4(position, 1.0);
    spot = world.xz;
    gl_Position = projectionMatrix * viewMatrix * world;
  }`,PT=`
  uniform float spacing;
  uniform float reach;
  uniform vec2 middle;
  varying vec2 spot;
  float lines(float size, float width) {
    vec2 at = spot / size;
    vec2 near = abs(fract(at - 0.5) - 0.5) / fwidth(at);
    return 1.0 - min(min(near.x, near.y) / width, 1.0);
  }
  void main() {
    vec2 axis = abs(spot) / fwidth(spot);
    float strength = max(0.28 * lines(spacing, 1.0), 0.5 * lines(10.0 * spacing, 1.2));
    vec3 color = vec3(0.5);
    if (axis.y < 1.2) { color = vec3(0.9, 0.28, 0.3); strength = 0.8; }
    else if (axis.x < 1.2) { color = vec3(0.23, 0.51, 0.96); strength = 0.8; }
    float fade = 1.0 - smoothstep(0.35, 1.0, length(spot - middle) / reach);
    gl_FragColor = vec4(color, strength * fade);
  }`;function ub(i,e,t,n){let s=new Lt,r=IT(),o=rb(3);o.geometry.setAttribute("color",new Xt([MT,ST,wT].flatMap(d=>[...cb(d),...cb(d)]),3)),o.material.vertexColors=!0;let a=rb(24);a.material.color=new Ee(TT),i.overlay.add(s);let l=1,c=!1;function u(){if(c||!(e.get("grid")||e.get("axes")||t.node!==null)&&s.children.length===0)return;let f=i.bounds(),g=f?Math.max(new C(...f.max).distanceTo(new C(...f.min))/2,1e-6):1;if(l=g,s.clear(),e.get("grid")&&(LT(r,f,g),s.add(r)),e.get("axes")){let p=1.25*g;Ld(o,[0,0,0,p,0,0,0,0,0,0,p,0,0,0,0,0,0,p]),s.add(o)}let x=ob(i,t.node,g);x&&(Ld(a,lb(x)),s.add(a)),i.invalidate()}function h(){if(!i.player.playing||t.node===null)return;let d=ob(i,t.node,l);d&&Ld(a,lb(d))}n.add(e.watch("grid",u),e.watch("axes",u),t.watch(u),i.on("scene",u),i.on("edit",jr(i,u)),i.on("frame",h),()=>{c=!0,i.overlay.remove(s);for(let d of[r,o,a])d.geometry.dispose(),d.material.dispose()})}function IT(){let i=new Tn({vertexShader:CT,fragmentShader:PT,transparent:!0,depthWrite:!1,side:kt,polygonOffset:!0,polygonOffsetFactor:-1,polygonOffsetUnits:-1,uniforms:{spacing:{value:1},reach:{value:1},middle:{value:[0,0]}}}),e=new nt(new Os(2,2).rotateX(-Math.PI/2),i);return e.frustumCulled=!1,e}function LT(i,e,t){let[n,s]=e?[(e.min[0]+e.max[0])/2,(e.min[2]+e.max[2])/2]:[0,0],r=AT*t;i.position.set(n,0,s),i.scale.set(r,1,r),Object.assign(i.material.uniforms.spacing,{value:10**Math.floor(Math.log10(t/2))}),Object.assign(i.material.uniforms.reach,{value:r}),Object.assign(i.material.uniforms.middle,{value:[n,s]})}function rb(i){let e=new gt;e.setAttribute("position",new Xt(new Float32Array(6*i),3));let t=new qn(e,new ds({toneMapped:!1}));return t.frustumCulled=!1,t}function Ld(i,e){let t=i.geometry.getAttribute("position");t.array.set(e),t.needsUpdate=!0}function ob(i,e,t){if(e===null)return null;let n=i.model?.object(e);if(!n)return null;let s=i.bounds(e);if(s)return ab(s,ET*t);let r=n.getWorldPosition(new C);return ab({min:[r.x,r.y,r.z],max:[r.x,r.y,r.z]},RT*t)}function ab({min:i,max:e},t){return{min:[i[0]-t,i[1]-t,i[2]-t],max:[e[0]+t,e[1]+t,e[2]+t]}}function lb({min:i,max:e}){let t=[];for(let n=0;n<8;n+=1){let s=[0,1,2].map(r=>n&1<<r?e[r]:i[r]);for(let r=0;r<3;r+=1){let o=[...s],a=n&1<<r?-sb:sb;o[r]+=a*(e[r]-i[r]),t.push(...s,...o)}}return t}function cb(i){let{r:e,g:t,b:n}=new Ee(i);return[e,t,n]}var kT=[["Drag","Turn"],["Right drag, ⇧ drag","Move"],["Wheel, after a click","Nearer, farther"],["Click","Select"],["Double click","Turn about that point"],["Arrow keys","Turn"],["⇧ arrow keys","Move"],["+ −","Nearer, farther"],["One finger","Turn"],["Two fingers","Move, nearer, farther"]];function hb(i,e,t){let n=si("close","Close"),s=l=>X("dl",{},...l.flatMap(([c,u])=>[X("dt",{},X("kbd",{},c)),X("dd",{},u)])),r=(l,c)=>X("section",{},X("h4",{},l),s(c)),o=[...new Set(e.map(l=>l.group))],a=X("div",{class:"tk-popover tk-help",popover:"auto",role:"dialog","aria-label":"Keys of the view"},X("header",{},X("h3",{},"Keys and gestures"),n),X("div",{class:"tk-help-columns"},r("Mouse, arrow keys, touch",kT),...o.map(l=>r(l,e.filter(c=>c.group===l).map(({shown:c,label:u})=>[c,u])))));return n.addEventListener("click",()=>a.hidePopover()),i.append(a),t.listen(a,"keydown",l=>{l.key==="?"&&a.hidePopover()}),t.listen(a,"toggle",l=>l.newState==="open"&&!a.matches(":focus-within")&&n.focus()),{element:a,toggle:()=>a.togglePopover()}}var DT=500,kd=new Intl.NumberFormat("en",{useGrouping:!0});function NT(i){if(i<1e3)return`${i} B`;let[e,t]=i<1e6?[i/1e3,"kB"]:i<1e9?[i/1e6,"MB"]:[i/1e9,"GB"];return`${e.toFixed(e<10?1:0)} ${t}`}function FT(i){return(t=>(t??[]).reduce((n,s)=>n+(s.byteLength??0),0))(i.buffers)}function db({viewport:i,host:e,ends:t}){let n=X("ul",{class:"tk-notes"}),s=X("p",{class:"tk-hint"},"Everything is shown as it is."),r={nodes:oi("Nodes"),meshes:oi("Meshes"),materials:oi("Materials"),textures:oi("Textures"),lights:oi("Lights"),triangles:oi("Triangles"),calls:oi("Draw calls"),frame:oi("Frame"),bytes:oi("Geometry"),size:oi("Picture")},o=X("div",{class:"tk-panel",role:"dialog","aria-label":"About this view"},X("h3",{},"About this view"),...Object.values(r).map(f=>f.element),X("h4",{},"Shown otherwise than it is"),s,n),a=0,l=0;function c(){let f=i.model?.gltf??{},{triangles:g,drawCalls:x}=i.stats,p=m=>kd.format(Array.isArray(m)?m.length:0);r.nodes.set(p(f.nodes)),r.meshes.set(p(f.meshes)),r.materials.set(p(f.materials)),r.textures.set(p(f.textures)),r.lights.set(p(f.extensions?.KHR_lights_punctual?.lights)),r.triangles.set(kd.format(g)),r.calls.set(kd.format(x)),r.frame.set(l>0?`${l.toFixed(1)} ms`:"not yet"),r.bytes.set(NT(FT(f))),r.size.set(`${Math.round(i.width)} × ${Math.round(i.height)} px`)}function u(){let f=i.model?.notes??[];n.replaceChildren(...f.map(g=>X("li",{},g))),s.hidden=f.length>0,d.changed(f.length)}let h=()=>clearInterval(a),d={element:o,changed:()=>{},start(){h(),u(),c(),a=window.setInterval(()=>{!o.isConnected||!o.matches(":popover-open")?h():c()},DT)}};return t.add(h,i.on("scene",u),e.on(({type:f})=>f==="notes"&&void setTimeout(u)),i.on("frame",({milliseconds:f})=>l=f)),d}function Hs(i,e,t){return e==="material"?i.materials?.[t]??{}:e==="camera"?i.cameras?.[t]??{}:i.extensions?.KHR_lights_punctual?.lights?.[t]??{}}var Hc=class{tools;rows=[];constructor(e){this.tools=e}clear(){this.rows=[]}refresh(){for(let{row:e,read:t}of this.rows)e.set(t())}complain(e,t){for(let n of this.rows.filter(s=>s.key===e))n.row.set(n.read()),n.row.complain(t)}get gltf(){return this.tools.viewport.model?.gltf??{}}bind(e,t,n){return e.set(n()),this.rows.push({row:e,key:t,read:n}),e.element}field(e,t,n){let s=()=>Wg(Hs(this.gltf,e,t),n.path)??n.absent,r=(a,l=a)=>{this.tools.editor.change({target:e,index:t,value:pa(Hs(this.gltf,e,t),n.path,a)},{target:e,index:t,field:n.field,value:l})},o=Yr({target:e,index:t,field:n.field});switch(n.kind){case"number":{let{factor:a=1}=n,l=c=>Number.isFinite(c)?r(c/a):r(void 0,null);return this.bind(ts(n.label,fb(n),l),o,()=>s()*a)}case"alpha":return this.bind(ts(n.label,fb(n),a=>r([...s().slice(0,3),a])),o,()=>s()[3]);case"color":return this.bind(Bc(n.label,a=>r([...a,...s().slice(3)])),o,s);case"check":{let a=n.path[0]==="extensions",l=c=>r(a?c?{}:void 0:c,c);return this.bind(zc(n.label,l),o,()=>!!s())}case"select":{let a=(n.options??[]).map(l=>[l,Wc(l)]);return this.bind(ri(n.label,a,l=>r(l)),o,s)}}}transform(e){let t=()=>Dc(this.gltf.nodes[e]),n=(s,r,o,a)=>{let l=u=>{let h=a(u),d=qr({...t(),...h});this.tools.editor.change({target:"node",index:e,matrix:d},{target:"node",index:e,field:s,value:h[s]})},c=Yr({target:"node",index:e,field:s});return this.bind(Qg(Wc(s),r,l),c,()=>o(t()))};return[n("position",{unit:"m"},s=>s.position,s=>({position:s})),n("rotation",{unit:"°",step:1},s=>Dg(s.rotation),s=>({rotation:Ng(s)})),n("scale",{},s=>s.scale,s=>({scale:s}))]}};function fb({min:i,max:e,span:t,step:n,unit:s,log:r}){return{slider:!0,...i===void 0?{}:{min:i},...e===void 0?{}:{max:e},...t?{span:t}:{},...n?{step:n}:{},...s?{unit:s}:{},...r?{log:r}:{}}}var Wc=i=>i.charAt(0).toUpperCase()+i.slice(1).toLowerCase();var qc=i=>["pbrMetallicRoughness",i],ai={kind:"number",min:0,max:1},pb=[{label:"Base colour",field:"base_color",path:qc("baseColorFactor"),kind:"color",absent:[1,1,1,1]},{label:"Opacity",field:"base_color",path:qc("baseColorFactor"),kind:"alpha",absent:[1,1,1,1],min:0,max:1},{label:"Metallic",field:"metallic",path:qc("metallicFactor"),absent:1,...ai},{label:"Roughness",field:"roughness",path:qc("roughnessFactor"),absent:1,...ai},{label:"Emissive",field:"emissive",path:["emissiveFactor"],kind:"color",absent:[0,0,0]},{label:"Emission",field:"emissive_strength",kind:"number",absent:1,min:0,span:[0,20],step:.1,path:["extensions","KHR_materials_emissive_strength","emissiveStrength"]},{label:"Refraction",field:"ior",kind:"number",absent:1.5,min:1,span:[1,2.5],path:["extensions","KHR_materials_ior","ior"]},{label:"Alpha",field:"alpha_mode",path:["alphaMode"],kind:"select",absent:"OPAQUE",options:["OPAQUE","MASK","BLEND"]},{label:"Cut-off",field:"alpha_cutoff",path:["alphaCutoff"],absent:.5,...ai},{label:"Double-sided",field:"double_sided",path:["doubleSided"],kind:"check",absent:!1},{label:"Unlit",field:"unlit",path:["extensions","KHR_materials_unlit"],kind:"check",absent:!1}],mb=[{label:"Normal map",texture:"normalTexture",field:"normal_scale",path:["normalTexture","scale"],kind:"number",absent:1,span:[0,2]},{label:"Occlusion",texture:"occlusionTexture",field:"occlusion_strength",path:["occlusionTexture","strength"],absent:1,...ai}];function Ws(i,e,t,n,s){let r=`KHR_materials_${i}`,o=s.map(({json:a,...l})=>({...l,field:`${i}.${l.field}`,path:["extensions",r,a]}));return{name:i,label:e,extension:r,start:t,json:n,fields:o}}var Xc=[Ws("clearcoat","Clearcoat",1,{clearcoatFactor:1},[{label:"Amount",field:"factor",json:"clearcoatFactor",absent:0,...ai},{label:"Roughness",field:"roughness",json:"clearcoatRoughnessFactor",absent:0,...ai}]),Ws("transmission","Transmission",1,{transmissionFactor:1},[{label:"Amount",field:"factor",json:"transmissionFactor",absent:0,...ai}]),Ws("volume","Volume",.1,{thicknessFactor:.1},[{label:"Thickness",field:"thickness",json:"thicknessFactor",kind:"number",absent:0,min:0,span:[0,2],unit:"m"},{label:"Clear for",field:"attenuation_distance",json:"attenuationDistance",kind:"number",absent:1/0,min:1e-6,span:[.001,1e3],log:!0,unit:"m"},{label:"Tint",field:"attenuation_color",json:"attenuationColor",kind:"color",absent:[1,1,1]}]),Ws("sheen","Sheen",[1,1,1],{sheenColorFactor:[1,1,1]},[{label:"Colour",field:"color",json:"sheenColorFactor",kind:"color",absent:[0,0,0]},{label:"Roughness",field:"roughness",json:"sheenRoughnessFactor",absent:0,...ai}]),Ws("specular","Specular",1,{specularFactor:1},[{label:"Amount",field:"factor",json:"specularFactor",absent:1,...ai},{label:"Colour",field:"color",json:"specularColorFactor",kind:"color",absent:[1,1,1]}]),Ws("iridescence","Iridescence",1,{iridescenceFactor:1},[{label:"Amount",field:"factor",json:"iridescenceFactor",absent:0,...ai},{label:"Refraction",field:"ior",json:"iridescenceIor",kind:"number",absent:1.3,min:1,span:[1,2.5]},{label:"Film",field:"thickness_maximum",json:"iridescenceThicknessMaximum",kind:"number",absent:400,min:0,span:[0,1200],step:10,unit:"nm"}]),Ws("anisotropy","Anisotropy",.5,{anisotropyStrength:.5},[{label:"Strength",field:"strength",json:"anisotropyStrength",absent:0,...ai},{label:"Direction",field:"rotation",json:"anisotropyRotation",kind:"number",absent:0,span:[-180,180],step:1,unit:"°",factor:Cn}])],gb=[{label:"Colour",field:"color",path:["color"],kind:"color",absent:[1,1,1]},{label:"Intensity",field:"intensity",path:["intensity"],kind:"number",absent:1,min:0,span:[.01,1e4],log:!0,step:.1}],Dd={label:"Range",field:"range",path:["range"],kind:"number",absent:1/0,min:1e-6,span:[.01,1e3],log:!0,unit:"m"},bb=[{label:"Inner cone",field:"inner_cone_angle",path:["spot","innerConeAngle"],kind:"number",absent:0,min:0,max:90,step:1,unit:"°",factor:Cn},{label:"Outer cone",field:"outer_cone_angle",path:["spot","outerConeAngle"],kind:"number",absent:Math.PI/4,min:0,max:90,step:1,unit:"°",factor:Cn}],xb=[{label:"Field of view",field:"yfov",path:["perspective","yfov"],kind:"number",absent:.8,min:1,max:179,step:1,unit:"°",factor:Cn},{label:"Near",field:"znear",path:["perspective","znear"],kind:"number",absent:.01,min:1e-6,span:[.001,100],log:!0,unit:"m"},{label:"Far",field:"zfar",path:["perspective","zfar"],kind:"number",absent:1/0,min:1e-6,span:[.1,1e5],log:!0,unit:"m"}],yb=[{label:"Half height",field:"ymag",path:["orthographic","ymag"],kind:"number",absent:1,min:1e-6,span:[.01,1e3],log:!0,unit:"m"},{label:"Near",field:"znear",path:["orthographic","znear"],kind:"number",absent:0,min:0,span:[0,100],unit:"m"},{label:"Far",field:"zfar",path:["orthographic","zfar"],kind:"number",absent:100,min:1e-6,span:[.1,1e5],log:!0,unit:"m"}];function vb(i){return new Fd(i)}var Fd=class{element=X("div",{class:"tk-inspector"});tools;rows;shape=null;constructor(e){this.tools=e,this.rows=new Hc(e);let{selection:t,viewport:n,editor:s,ends:r}=e;r.add(t.watch(()=>this.refresh()),n.on("edit",jr(n,()=>this.refresh())),s.onRefusal((o,a)=>{this.rows.complain(o,a),e.say(a,"problem")}))}get gltf(){return this.tools.viewport.model?.gltf??{}}shapeOf(e){if(e===null)return"";let{viewport:t,selection:n}=this.tools,s=Ad(this.gltf,e)[n.primitive],{extensions:r,alphaMode:o}=Hs(this.gltf,"material",s??-1),a=Xc.filter(({extension:l})=>r?.[l]).map(({name:l})=>l);return[t.model?.epoch,e,n.primitive,s,o,...a].join(" ")}refresh(){let{node:e}=this.tools.selection,t=this.shapeOf(e);if(t===this.shape){this.rows.refresh();return}if(this.shape=t,this.rows.clear(),e===null){this.element.replaceChildren(Nd("Nothing is selected: click in the picture or in the list."));return}let n=X("h3",{class:"tk-inspector-title"},fa(this.gltf,e));this.element.replaceChildren(n,this.transform(e),...this.surfaces(e),...this.light(e),...this.camera(e))}transform(e){let t=Hg(this.gltf,e);return Jr("Transform",[...this.rows.transform(e),t&&Nd("An animation moves this node; edits change its rest pose.")])}surfaces(e){let t=Ad(this.gltf,e);if(t.length===0)return[];let n=t[this.tools.selection.primitive]??t.find(l=>l!==void 0);if(n===void 0)return[Jr("Surface",[Nd("The default material; give the mesh one of its own to edit it.")])];let s=Hs(this.gltf,"material",n),r=pb.filter(({field:l})=>l!=="alpha_cutoff"||s.alphaMode==="MASK"),o=mb.filter(({texture:l})=>s[l]),a=Xc.filter(({extension:l})=>s.extensions?.[l]);return[Jr(`Surface: ${this.materialName(n)}`,[this.chooser(e,t,n),...[...r,...o].map(l=>this.rows.field("material",n,l))]),...a.map(l=>this.layer(n,l)),this.adder(n,Xc.filter(l=>!a.includes(l)))]}materialName(e){return this.gltf.materials?.[e]?.name||`material ${e}`}chooser(e,t,n){let s=[...new Set(t.filter(a=>a!==void 0))];if(s.length<2)return null;let r=s.map(a=>[String(a),this.materialName(a)]),o=ri("Material",r,a=>this.tools.selection.select(e,t.indexOf(Number(a))));return o.set(String(n)),o.element}layer(e,t){let n=X("button",{type:"button",class:"tk-link","aria-label":`Remove ${t.label}`},"Remove");return n.addEventListener("click",()=>this.setLayer(e,t,!1)),Jr(t.label,t.fields.map(s=>this.rows.field("material",e,s)),n)}adder(e,t){let n=X("select",{class:"tk-select","aria-label":"Add a layer"},X("option",{value:""},"Add a layer…"));for(let{name:s,label:r}of t)n.append(X("option",{value:s},r));return n.addEventListener("change",()=>{let s=t.find(({name:r})=>r===n.value);s&&this.setLayer(e,s,!0)}),X("div",{class:"tk-row tk-adder",hidden:t.length===0},n)}setLayer(e,t,n){let s=Hs(this.gltf,"material",e),r=pa(s,["extensions",t.extension],n?t.json:void 0);this.tools.editor.change({target:"material",index:e,value:r},{target:"material",index:e,field:t.name,value:n?t.start:null}),this.refresh()}light(e){let t=Nc(this.gltf,e);if(!t)return[];let{index:n,value:{type:s}}=t,r=s==="directional"?"lx":"cd",o=gb.map(l=>l.field==="intensity"?{...l,unit:r}:l),a=s==="directional"?[]:s==="spot"?[Dd,...bb]:[Dd];return[Jr(`${Wc(s)} light`,[...o,...a].map(l=>this.rows.field("light",n,l)))]}camera(e){let t=this.gltf.nodes[e].camera;if(t===void 0)return[];let n=X("button",{type:"button",class:"tk-button"},"Look through");n.addEventListener("click",()=>OT(this.tools,e));let r=(Hs(this.gltf,"camera",t).type==="orthographic"?yb:xb).map(o=>this.rows.field("camera",t,o));return[Jr("Camera",[...r,X("div",{class:"tk-row tk-adder"},n)])]}},Nd=i=>X("p",{class:"tk-hint"},i);function Jr(i,e,t=null){let n=X("div",{class:"tk-group-title"},X("h4",{},i),t);return X("section",{class:"tk-group","aria-label":i},n,...e)}function OT({viewport:i},e){let t=i.model?.gltf??{},{type:n,orthographic:s,perspective:r}=t.cameras[t.nodes[e].camera],{position:o,rotation:a}=kc(Vg(t,e)),l=i.bounds(),c=i.camera,u=Math.max(Ai(Vr(l?Lc(l):c.target,o)),.001),h=n==="orthographic"?{kind:n,ymag:s.ymag,xmag:s.ymag*i.width/i.height,zfar:s.zfar}:{kind:n,yfov:r.yfov,zfar:r.zfar??null},d=da(o,Hr(Wr(a,[0,0,-1]),u));i.setCamera({...c,...h,position:o,quaternion:a,target:d},{seconds:Ri()})}function UT(i){let{key:e,shiftKey:t}=i;return e.length===1&&e.toLowerCase()!==e.toUpperCase()?t?`Shift+${e.toUpperCase()}`:e.toLowerCase():t&&e.length>1?`Shift+${e}`:e}function _b(i,e,t){let n=new Map(e.flatMap(s=>s.keys.map(r=>[r,s])));t.listen(i,"keydown",s=>{let r=s.target;if(s.defaultPrevented||s.ctrlKey||s.metaKey||s.altKey||r.closest("input, select, textarea, [popover]")||(s.key===" "||s.key==="Enter")&&r.closest("button, [role=button]"))return;let o=n.get(UT(s));o&&(s.preventDefault(),s.stopPropagation(),o.run())})}var BT=i=>((i*Cn+180)%360+360)%360-180;function Mb({viewport:i,state:e,editor:t,host:n,ends:s,say:r}){let o=x=>{let p=i.model?.environment,[m,b]=Object.entries(x)[0];p&&t.change({target:"environment",value:{...p,...x}},{target:"environment",index:null,field:m,value:b})},a={intensity:ts("Surround",{slider:!0,min:0,span:[0,4]},x=>o({intensity:x})),rotation:ts("Turned",{slider:!0,span:[-180,180],step:1,unit:"°"},x=>o({rotation:x/Cn})),background:ri("Background",[["color","Plain colour"],["environment","Surroundings"]],x=>{o({background:x})}),background_color:Bc("Colour",x=>o({background_color:x}))},l=ts("Exposure",{slider:!0,min:1e-6,span:[1/64,64],log:!0,step:.1},x=>e.set("exposure",x)),c=ri("Preset",[],x=>{x&&t.change(null,{target:"environment",index:null,field:"preset",value:x})}),u=X("p",{class:"tk-hint"},"The scene has no light from around; choose a preset to give it one."),h=X("div",{},...Object.values(a).map(x=>x.element)),d=X("div",{class:"tk-panel",role:"dialog","aria-label":"Light"},X("h3",{},"Light"),l.element,c.element,u,h);function f(){let x=i.model?.environment??null;h.hidden=x===null,u.hidden=x!==null||!n.live,x!==null&&(a.intensity.set(x.intensity),a.rotation.set(Number(BT(x.rotation).toFixed(1))),a.background.set(x.background),a.background_color.set(x.background_color),a.background_color.element.hidden=x.background!=="color")}function g(){let x=e.get("presets");c.element.hidden=!n.live||x.length===0,c.element.querySelector("select").replaceChildren(X("option",{value:"",disabled:!0},"Its own"),...x.map(m=>X("option",{value:m},m))),c.set(e.get("preset"))}return s.add(e.watch("exposure",x=>l.set(x)),e.watch("presets",g),e.watch("preset",g),i.on("scene",f),i.on("edit",({target:x})=>x==="environment"&&f()),t.onRefusal((x,p)=>{for(let[m,b]of Object.entries(a))Yr({target:"environment",index:null,field:m})===x&&(f(),b.complain(p),r(p,"problem"))})),f(),{element:d}}var Od={mm:.001,cm:.01,m:1,km:1e3,in:.0254,ft:.3048},zT={title:"3D view",height:480,width:null,controls:!0,panel:!1,theme:"auto",exposure:1,hover:!1,shading:"lit",grid:!1,axes:!1,clipping:null,bookmarks:[],measurements:[],unit:"m",presets:[],preset:"",variants:[],variant:null,looks:{},animated:!1,selection:null,groups:[]},jc=class{host;constructor(e){this.host=e}get(e){return this.host.get(e)??zT[e]}set(e,t){this.host.set(e,t)}watch(e,t){return t(this.get(e)),this.host.observe(e,()=>t(this.get(e)))}};var GT=4;function Sb({a:i,b:e},t){let n=Ai(Vr(e,i))/Od[t];return`${n>=1e7||n>0&&n<1e-4?n.toExponential(3):String(Number(n.toPrecision(GT)))} ${t}`}function wb({viewport:i,state:e,ends:t,say:n}){let s=vn("svg",{class:"tk-measurements",role:"img","aria-label":"Measurements"}),r=X("select",{class:"tk-select","aria-label":"Unit",title:"Unit"});for(let b of Object.keys(Od))r.append(X("option",{value:b},b));let o=X("span",{class:"tk-chip-text"}),a=X("button",{type:"button",class:"tk-link"},"Clear"),l=si("close","Stop measuring",{key:"Esc"}),c=X("div",{class:"tk-chip tk-measure-bar",role:"group","aria-label":"Measure",hidden:!0},o,r,a,l),u=X("div",{class:"tk-over"},s,c),h=null,d=null,f=()=>{let b=e.get("unit"),_=e.get("measurements").flatMap(y=>VT(i,y.a,y.b,Sb(y,b)));h&&_.push(...HT(i,h,d)),s.replaceChildren(..._)},g={element:u,get on(){return i.tool==="measure"},toggle:()=>g.on?g.stop():x(),stop(){g.on&&(i.tool=null,h=null,c.hidden=!0,f(),g.changed(!1))},changed:()=>{}};function x(){i.tool="measure",c.hidden=!1,p(),g.changed(!0)}let p=()=>{o.textContent=h?"Second point":"First point",a.hidden=e.get("measurements").length===0};function m(b){if(h){let _={a:h,b};h=null,e.set("measurements",[...e.get("measurements"),_]),n(Sb(_,e.get("unit")))}else h=b;p(),f()}return r.addEventListener("change",()=>e.set("unit",r.value)),a.addEventListener("click",()=>{h=null,e.set("measurements",[]),p()}),l.addEventListener("click",()=>g.stop()),t.listen(i.element,"pointermove",b=>{if(!h)return;let _=i.element.getBoundingClientRect();d={x:b.clientX-_.left,y:b.clientY-_.top},f()}),t.add(i.on("pick",({hit:b,double:_})=>{_||(g.on&&b?m(b.point):g.on&&n("Nothing is there: pick a point on a surface"))}),i.on("camera",f),i.on("resize",f),e.watch("measurements",f),e.watch("unit",b=>{r.value=b,f()})),g}function VT(i,e,t,n){let[s,r,o]=[e,t,Lc({min:e,max:t})].map(a=>i.project(a));return!s.inFront||!r.inFront?[]:[vn("line",{class:"tk-line-under",x1:s.x,y1:s.y,x2:r.x,y2:r.y}),vn("line",{class:"tk-line-over",x1:s.x,y1:s.y,x2:r.x,y2:r.y}),...[s,r].map(({x:a,y:l})=>vn("circle",{class:"tk-end",cx:a,cy:l,r:3})),vn("text",{class:"tk-length",x:o.x,y:o.y-6},n)]}function HT(i,e,t){let n=i.project(e);if(!n.inFront)return[];let s=vn("circle",{class:"tk-end",cx:n.x,cy:n.y,r:3});return t?[vn("line",{class:"tk-line-loose",x1:n.x,y1:n.y,x2:t.x,y2:t.y}),s]:[s]}var WT="input, select, textarea",qT=/^[acvxyz]$/i,XT="data-lm-suppress-shortcuts";function jT({ctrlKey:i,metaKey:e,key:t},n){return(i||e)&&!(n&&qT.test(t))}function Tb(i,e){let t=n=>{let s=n.target;i.contains(s)&&s.toggleAttribute(XT,!jT(n,s.closest(WT)!==null))};e.listen(window,"keydown",t,{capture:!0})}function Ab(i){return(i.animations??[]).map((e,t)=>{let n=e.samplers.map(s=>i.accessors?.[s.input]?.max?.[0]??0);return{name:e.name||`animation ${t}`,duration:Math.max(0,...n)}})}var KT=[.1,.25,.5,1,1.5,2,4],YT=1/30;function Eb({viewport:i,state:e,ends:t}){let n=si("play","Play",{key:"Space"}),s=si("loop","Repeat",{key:"L","aria-pressed":"true"}),r=X("input",{type:"range",class:"tk-range tk-time",min:0,max:1,step:.001,value:0,"aria-label":"Time"}),o=X("span",{class:"tk-clock","aria-hidden":"true"}),a=X("select",{class:"tk-select","aria-label":"Speed",title:"Speed"});for(let _ of KT)a.append(X("option",{value:_},`${_}×`));let l=X("select",{class:"tk-select tk-clip","aria-label":"Animation",title:"Animation"}),c=X("div",{class:"tk-player",role:"group","aria-label":"Animation"},n,r,o,s,a,l),u=[],h=0,d=()=>u[i.player.clip??h]?.duration??0,f=_=>_.toFixed(2);function g(_){_.clip!==null&&(h=_.clip);let y=d();Oc(n,_.playing?"pause":"play",_.playing?"Pause":"Play","Space"),es(s,_.loop),r.max=String(y||1),(document.activeElement!==r||_.playing)&&(r.value=String(_.time)),r.style.setProperty("--at",`${y?100*Math.min(_.time,y)/y:0}%`),r.setAttribute("aria-valuetext",`${f(_.time)} of ${f(y)} seconds`),o.textContent=`${f(_.time)} / ${f(y)} s`,a.value=String(_.speed),a.selectedIndex<0&&a.append(X("option",{value:_.speed,selected:!0},`${_.speed}×`)),l.value=_.clip===null?"":String(_.clip)}function x(){u=Ab(i.model?.gltf??{});let _=[["","Rest pose"],...u.map(({name:y},M)=>[String(M),y])];l.replaceChildren(..._.map(([y,M])=>X("option",{value:y},M))),c.hidden=u.length===0&&!(i.model===null&&e.get("animated")),g(i.player)}let p=()=>{let{playing:_,clip:y,time:M}=i.player;if(!u.length)return;let w=!_&&M>=d()-1e-6?{time:0}:{};i.setPlayer({playing:!_,clip:y??h,...w})},m=_=>{let y=d(),M=Math.min(Math.max(i.player.time+_*YT,0),y);i.setPlayer({playing:!1,clip:i.player.clip??h,time:M})},b=()=>i.setPlayer({loop:!i.player.loop});return n.addEventListener("click",p),s.addEventListener("click",b),r.addEventListener("input",()=>i.setPlayer({playing:!1,clip:i.player.clip??h,time:Number(r.value)})),a.addEventListener("change",()=>i.setPlayer({speed:Number(a.value)})),l.addEventListener("change",()=>i.setPlayer({clip:l.value===""?null:Number(l.value),time:0})),t.add(i.on("scene",x),i.on("player",g),i.on("clock",g)),x(),{element:c,toggle:p,step:m,loop:b}}var Kc=class{viewport;state;host;handlers=new Set;choices=new Set;offs;chosen=null;heard=-1;primitive=0;constructor(e,t,n){this.viewport=e,this.state=t,this.host=n,this.offs=[n.on(s=>{s.type==="scene"&&(this.heard=s.epoch)}),t.watch("selection",()=>this.take()),e.on("scene",()=>this.take()),e.on("pick",({hit:s})=>{e.tool===null&&this.select(s?.node??null,s?.primitive??0)})]}get node(){let e=this.chosen;return e!==null&&this.viewport.model?.gltf.nodes?.[e]?e:null}select(e,t=0){let n=e===this.chosen,s=t!==this.primitive;if(this.primitive=t,n)return s?this.tell():void 0;this.follow(e),this.host.live&&this.host.send({type:"select",epoch:this.viewport.model?.epoch??-1,node:e}),this.choices.forEach(r=>r(e))}follow(e){this.chosen=e,this.host.live?this.tell():this.state.set("selection",e)}watch(e){return e(),this.handlers.add(e),()=>this.handlers.delete(e)}onChoice(e){return this.choices.add(e),()=>this.choices.delete(e)}dispose(){this.offs.forEach(e=>e())}take(){let{model:e}=this.viewport;(!e||e.epoch>=this.heard)&&(this.chosen=this.state.get("selection")),this.tell()}tell(){this.handlers.forEach(e=>e())}};var JT=264,$T=180,ZT=520,Yc=16,Rb=300;function Cb(i,e,t,n,s,r){let o=X("div",{class:`tk-splitter tk-splitter-${i}`,role:"separator",tabindex:0,"aria-orientation":i,"aria-label":e,"aria-valuemin":s[0],"aria-valuemax":s[1]}),a=u=>{let h=Math.round(Math.min(Math.max(u,s[0]),s[1]));o.setAttribute("aria-valuenow",String(h)),n(h)},l=u=>i==="vertical"?-u.clientX:u.clientY,c=null;r.listen(o,"pointerdown",u=>{c={at:l(u),size:t()},o.setPointerCapture(u.pointerId),u.preventDefault()}),r.listen(o,"pointermove",u=>c&&a(c.size+l(u)-c.at));for(let u of["pointerup","pointercancel"])r.listen(o,u,()=>c=null);return r.listen(o,"keydown",u=>{let h={ArrowLeft:Yc,ArrowRight:-Yc,ArrowDown:Yc,ArrowUp:-Yc}[u.key];h!==void 0&&(a(t()+h),u.preventDefault(),u.stopPropagation())}),o.setAttribute("aria-valuenow",String(Math.round(t()))),o}function Pb(i,e,t){return X("details",{class:"tk-fold",open:t},X("summary",{},i),e.element)}function Ib(i,e,t,n){let s=X("aside",{class:"tk-side","aria-label":"Tree and inspector",hidden:!0}),r=JT,o=0,a=Cb("vertical","Width of the panel",()=>r,c=>{r=c,s.style.setProperty("--tk-side",`${c}px`)},[$T,ZT],n),l=Cb("horizontal","Height of the tree",()=>o||.4*s.clientHeight,c=>{o=c,s.style.setProperty("--tk-tree",`${c}px`)},[66,900],n);return s.append(X("div",{class:"tk-stack"},i.element,Pb("Scene",e,!0),l,Pb("Inspector",t,!0)),a),{element:s,place(c,u){let h=c-r;s.parentElement?.classList.toggle("tk-below",h<Math.min(u??Rb,Rb))}}}var QT={plain:2.5,problem:7};function Lb(){let i=X("div",{class:"tk-say tk-chip",role:"status","aria-live":"polite"}),e=0;return{element:i,say(t,n="plain"){i.textContent=t,i.classList.toggle("tk-say-problem",n!=="plain"),i.classList.add("tk-said"),clearTimeout(e),n!=="lasting"&&(e=window.setTimeout(()=>i.classList.remove("tk-said"),1e3*QT[n]))}}}var kb=`/* The frame of the live view. Variables: threedkit/jupyter/style/theme.css. */

.tk-frame,
.tk-frame * {
  box-sizing: border-box;
}

.tk-frame {
  position: relative;
  width: fit-content;
  max-width: 100%;
  display: flex;
  flex-direction: column;
  border: 1px solid var(--tk-line);
  border-radius: var(--tk-radius);
  background: var(--tk-paper);
  overflow: clip;
  text-align: left;
}

.tk-frame.tk-wide { width: 100%; }
.tk-frame [hidden] { display: none !important; }
.tk-frame h3, .tk-frame h4, .tk-frame p, .tk-frame ul, .tk-frame dl, .tk-frame dd { margin: 0; padding: 0; font: inherit; color: inherit; }
.tk-frame svg { display: block; overflow: visible; }

.tk-frame :is(button, input, select, summary, [tabindex]):focus-visible {
  outline: 2px solid var(--tk-accent);
  outline-offset: -2px;
}

/* ---- bar ---- */

/* The picture says how wide the frame is. */
.tk-bar, .tk-player { width: 0; min-width: 100%; container-type: inline-size; }

.tk-bar {
  display: flex;
  align-items: center;
  gap: 1px;
  height: 28px;
  padding: 0 3px;
  flex: none;
  background: var(--tk-bar);
  border-bottom: 1px solid var(--tk-line);
  overflow-x: auto;
  scrollbar-width: none;
}

.tk-gap { width: 1px; height: 14px; margin: 0 4px; background: var(--tk-line); flex: none; }
.tk-spring { flex: 1 1 0; }

.tk-frame :is(.tk-icon-button, .tk-button, .tk-link, .tk-menu-item) {
  appearance: none;
  margin: 0;
  border: 0;
  background: none;
  color: var(--tk-ink);
  font: inherit;
  cursor: pointer;
  text-transform: none;
  box-shadow: none;
  min-width: 0;
}

.tk-frame .tk-icon-button {
  position: relative;
  flex: none;
  display: inline-grid;
  place-items: center;
  width: 24px;
  height: 24px;
  padding: 0;
  border-radius: var(--tk-radius);
  color: var(--tk-ink-soft);
}

.tk-frame .tk-icon-button:hover { background: var(--tk-hover); color: var(--tk-ink); }
.tk-frame .tk-icon-button:is([aria-pressed="true"], [aria-expanded="true"]) { background: var(--tk-pressed); color: var(--tk-accent); }
.tk-frame .tk-icon-button:disabled { opacity: 0.35; background: none; cursor: default; }
.tk-frame .tk-icon-button.tk-active { color: var(--tk-accent); }
.tk-frame .tk-icon-button.tk-noted::after {
  content: "";
  position: absolute;
  top: 3px;
  right: 3px;
  width: 5px;
  height: 5px;
  border-radius: 50%;
  background: var(--tk-warning);
}

.tk-frame .tk-button {
  height: 22px;
  padding: 0 9px;
  border: 1px solid var(--tk-line-strong);
  border-radius: var(--tk-radius);
  background: var(--tk-field);
}
.tk-frame .tk-button:hover { background: var(--tk-hover); }
.tk-frame .tk-link { padding: 0 2px; color: var(--tk-accent); }
.tk-frame .tk-link:hover { text-decoration: underline; }

/* ---- picture ---- */

.tk-body { display: flex; flex: 1 1 auto; min-height: 0; max-width: 100%; }
.tk-picture { position: relative; flex: 0 1 var(--tk-width); width: var(--tk-width); min-width: 0; height: var(--tk-height); background: #808080; overflow: hidden; }
.tk-wide .tk-picture { flex: 1 1 0; }
.tk-picture > .tk-viewport { width: 100%; height: 100%; }
.tk-frame .tk-viewport:focus-visible { box-shadow: none; outline: none; }
.tk-frame .tk-viewport:focus-visible::after { content: ""; position: absolute; inset: 0; pointer-events: none; box-shadow: inset 0 0 0 1.5px var(--tk-accent); }

.tk-over { position: absolute; inset: 0; pointer-events: none; }
.tk-measurements { position: absolute; inset: 0; width: 100%; height: 100%; }
.tk-line-under { stroke: rgb(0 0 0 / 60%); stroke-width: 3; }
.tk-line-over { stroke: #ffd166; stroke-width: 1.4; }
.tk-line-loose { stroke: #ffd166; stroke-width: 1.4; stroke-dasharray: 4 3; }
.tk-end { fill: #ffd166; stroke: rgb(0 0 0 / 70%); }
.tk-length { fill: #fff; stroke: rgb(0 0 0 / 78%); stroke-width: 3; paint-order: stroke; font: 600 12px var(--tk-font); text-anchor: middle; }

.tk-chip {
  display: flex;
  align-items: center;
  gap: 6px;
  min-height: 24px;
  padding: 0 8px;
  border: 1px solid var(--tk-line);
  border-radius: var(--tk-radius);
  background: color-mix(in srgb, var(--tk-paper) 92%, transparent);
  color: var(--tk-ink);
}
.tk-measure-bar { position: absolute; left: 6px; bottom: 6px; padding-right: 0; pointer-events: auto; white-space: nowrap; }
.tk-say {
  position: absolute;
  left: 50%;
  top: 8px;
  max-width: calc(100% - 16px);
  transform: translateX(-50%);
  opacity: 0;
  visibility: hidden;
  pointer-events: none;
  transition: opacity 0.15s;
}
.tk-said { opacity: 1; visibility: visible; }
.tk-say-problem { border-color: var(--tk-danger); color: var(--tk-danger); padding-block: 3px; }

.tk-gizmo { position: absolute; top: 4px; right: 4px; pointer-events: none; }
.tk-ball { cursor: pointer; pointer-events: auto; }
.tk-ball circle { stroke: rgb(0 0 0 / 25%); stroke-width: 1; }
.tk-ball text { fill: #fff; font: 700 9px var(--tk-font); text-anchor: middle; pointer-events: none; }
.tk-ball:hover circle { stroke: #fff; }
.tk-ball-x circle { fill: #e5484d; } .tk-ball-y circle { fill: #4caf50; } .tk-ball-z circle { fill: #3b82f6; }
.tk-ball-far circle { fill-opacity: 0.35; }
.tk-arm { stroke-width: 2; } .tk-arm-x { stroke: #e5484d; } .tk-arm-y { stroke: #4caf50; } .tk-arm-z { stroke: #3b82f6; }

/* ---- player ---- */

.tk-player {
  display: flex;
  align-items: center;
  gap: 4px;
  height: 29px;
  padding: 0 4px;
  flex: none;
  background: var(--tk-bar);
  border-top: 1px solid var(--tk-line);
}
.tk-time { flex: 1 1 60px; min-width: 40px; }
.tk-clock { flex: none; min-width: 86px; text-align: right; color: var(--tk-ink-soft); font-variant-numeric: tabular-nums; white-space: nowrap; }
.tk-frame .tk-player .tk-select { flex: 0 0 auto; }
.tk-frame .tk-player .tk-clip { flex: 0 1 96px; min-width: 40px; }

@container (max-width: 340px) {
  .tk-gap { margin: 0 1px !important; }
  .tk-bar .tk-icon-button { margin-right: -1px !important; }
}
@container (max-width: 330px) { .tk-clock { display: none; } }
@container (max-width: 240px) { .tk-frame .tk-player .tk-select { display: none; } }

/* ---- side ---- */

.tk-side {
  position: relative;
  flex: 0 0 var(--tk-side, 264px);
  width: var(--tk-side, 264px);
  border-left: 1px solid var(--tk-line);
}
/* as high as the picture, never higher */
.tk-stack { position: absolute; inset: 0; display: flex; flex-direction: column; overflow: hidden auto; }
.tk-variants { flex: none; padding: 4px 0; }
.tk-below { flex-direction: column; }
.tk-below > .tk-picture { flex: none; max-width: 100%; }
.tk-below.tk-body { width: min-content; min-width: min(var(--tk-width), 100%); }
.tk-below > .tk-side { flex: none; width: 100%; height: 280px; border-left: 0; border-top: 1px solid var(--tk-line); }
.tk-wide .tk-below.tk-body { width: 100%; }

.tk-splitter { flex: none; touch-action: none; }
.tk-splitter-vertical { position: absolute; left: 0; top: 0; bottom: 0; width: 5px; cursor: ew-resize; z-index: 1; }
.tk-splitter-horizontal { height: 5px; cursor: ns-resize; border-top: 1px solid var(--tk-line); }
.tk-splitter:hover { background: var(--tk-pressed); }
.tk-below .tk-splitter-vertical { display: none; }

.tk-fold { display: flex; flex-direction: column; flex: none; overflow: hidden; }
.tk-fold::details-content { display: contents; }
.tk-fold:not([open])::details-content { display: none; }
.tk-fold > summary {
  flex: none;
  height: var(--tk-row);
  padding: 0 8px;
  display: flex;
  align-items: center;
  gap: 4px;
  list-style: none;
  background: var(--tk-bar);
  border-bottom: 1px solid var(--tk-line);
  font-weight: 600;
  font-size: var(--tk-small);
  color: var(--tk-ink-soft);
  cursor: default;
  user-select: none;
}
.tk-fold > summary::-webkit-details-marker { display: none; }
.tk-fold > summary::before { content: ""; width: 5px; height: 5px; border: solid currentColor; border-width: 0 1.4px 1.4px 0; rotate: -45deg; margin: 0 4px 0 1px; }
.tk-fold[open] > summary::before { rotate: 45deg; translate: 0 -1.5px; }
.tk-fold[open]:first-of-type { flex: 0 1 var(--tk-tree, 40%); min-height: 100px; }
.tk-fold[open]:last-of-type { flex: 1 1 120px; min-height: 120px; }
.tk-fold:first-of-type:not([open]) + .tk-splitter { display: none; }

/* ---- tree ---- */

.tk-tree-box { display: flex; flex-direction: column; min-height: 0; flex: 1 1 auto; }
.tk-tree { position: relative; flex: 1 1 auto; min-height: 44px; overflow: auto; }
.tk-tree-space { position: relative; }
.tk-line { position: absolute; left: 0; right: 0; height: 22px; display: flex; align-items: center; gap: 3px; cursor: default; user-select: none; }
.tk-line:hover { background: var(--tk-hover); }
.tk-chosen, .tk-chosen:hover { background: var(--tk-pressed); }
.tk-twist, .tk-kind, .tk-eye { flex: none; width: 16px; height: 16px; color: var(--tk-ink-soft); }
.tk-twist svg { width: 10px; height: 10px; margin: 3px; }
.tk-kind svg { width: 13px; height: 13px; margin: 1.5px; }
.tk-kind-light { color: var(--tk-warning); } .tk-kind-camera { color: var(--tk-accent); }
.tk-name { flex: 1 1 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tk-eye { margin-right: 6px; opacity: 0; cursor: pointer; }
.tk-line:hover .tk-eye, .tk-chosen .tk-eye, .tk-faint .tk-eye { opacity: 1; }
.tk-faint .tk-name { color: var(--tk-ink-soft); opacity: 0.7; }

/* ---- rows of controls ---- */

.tk-inspector { flex: 1 1 auto; min-height: 0; overflow: auto; padding-bottom: 6px; scrollbar-gutter: stable; }
.tk-frame .tk-inspector-title { padding: 6px 8px 0; font-weight: 600; overflow-wrap: anywhere; }
.tk-group { padding: 6px 0 4px; }
.tk-group + .tk-group { border-top: 1px solid var(--tk-line); }
.tk-group-title { display: flex; justify-content: space-between; padding: 0 8px 3px; }
.tk-frame .tk-group-title h4, .tk-frame .tk-panel h4 { font-size: var(--tk-small); font-weight: 600; color: var(--tk-ink-soft); }
.tk-row { display: grid; grid-template-columns: 88px minmax(0, 1fr); align-items: center; column-gap: 6px; min-height: var(--tk-row); padding: 1px 8px; }
.tk-adder { display: block; padding-top: 4px; }
.tk-frame .tk-adder .tk-select { width: 100%; }
.tk-frame .tk-label { margin: 0; font: inherit; color: var(--tk-ink-soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tk-scrub { cursor: ew-resize; touch-action: none; user-select: none; }
.tk-control { display: flex; align-items: center; gap: 6px; min-width: 0; }
.tk-value { font-variant-numeric: tabular-nums; }
.tk-problem { grid-column: 1 / -1; padding: 1px 0 3px; color: var(--tk-danger); font-size: var(--tk-small); }
.tk-hint { padding: 4px 8px !important; color: var(--tk-ink-soft) !important; }
.tk-off { opacity: 0.45; }

.tk-frame :is(.tk-number, .tk-select, .tk-filter) {
  appearance: none;
  height: 20px;
  margin: 0;
  padding: 0 4px;
  border: 1px solid var(--tk-line-strong);
  border-radius: var(--tk-radius);
  background: var(--tk-field);
  color: var(--tk-ink);
  font: inherit;
  min-width: 0;
  box-shadow: none;
}
.tk-frame .tk-filter { flex: none; height: 22px; margin: 4px 6px; padding: 0 6px; }
.tk-frame .tk-number { width: 54px; flex: 0 0 54px; text-align: right; font-variant-numeric: tabular-nums; }
.tk-frame .tk-axis .tk-number { width: 100%; flex: 1 1 0; padding: 0 3px 0 2px; }
.tk-frame .tk-code { flex: 1 1 62px; width: 62px; max-width: 74px; text-align: left; font-family: var(--tk-mono); font-size: var(--tk-small); }
.tk-frame [aria-invalid] { border-color: var(--tk-danger); }
.tk-frame .tk-select {
  padding-right: 16px;
  flex: 0 1 auto;
  text-overflow: ellipsis;
  background-image: linear-gradient(45deg, transparent 50%, currentColor 50%), linear-gradient(-45deg, transparent 50%, currentColor 50%);
  background-position: right 8px center, right 4px center;
  background-size: 4px 4px;
  background-repeat: no-repeat;
}
.tk-frame .tk-select option { background: var(--tk-field); color: var(--tk-ink); }
.tk-axis { flex: 1 1 0; min-width: 0; display: flex; border-left: 2px solid var(--tk-line); border-radius: var(--tk-radius); }
.tk-axis-x { border-color: #e5484d; } .tk-axis-y { border-color: #4caf50; } .tk-axis-z { border-color: #3b82f6; }
.tk-axis .tk-number { border-left: 0 !important; border-radius: 0 var(--tk-radius) var(--tk-radius) 0 !important; }
.tk-frame .tk-color { appearance: none; flex: none; width: 34px; height: 20px; margin: 0; padding: 0; border: 1px solid var(--tk-line-strong); border-radius: var(--tk-radius); background: none; cursor: pointer; }
.tk-frame .tk-color::-webkit-color-swatch-wrapper { padding: 0; }
.tk-frame .tk-color::-webkit-color-swatch { border: 0; border-radius: 2px; }
.tk-frame .tk-color::-moz-color-swatch { border: 0; }
.tk-frame .tk-check { width: 14px; height: 14px; margin: 0; accent-color: var(--tk-accent); }

.tk-frame .tk-range { appearance: none; flex: 1 1 50px; min-width: 30px; height: 20px; margin: 0; padding: 0; background: none; cursor: pointer; }
.tk-frame .tk-range::-webkit-slider-runnable-track {
  height: 3px;
  border-radius: 2px;
  background: linear-gradient(90deg, var(--tk-accent) var(--at, 0%), var(--tk-line-strong) var(--at, 0%));
}
.tk-frame .tk-range::-moz-range-track { height: 3px; border-radius: 2px; background: var(--tk-line-strong); }
.tk-frame .tk-range::-moz-range-progress { height: 3px; border-radius: 2px; background: var(--tk-accent); }
.tk-frame .tk-range::-webkit-slider-thumb { appearance: none; width: 10px; height: 14px; margin-top: -5.5px; border: 1px solid var(--tk-line-strong); border-radius: 2px; background: var(--tk-paper); }
.tk-frame .tk-range::-moz-range-thumb { width: 8px; height: 12px; border: 1px solid var(--tk-line-strong); border-radius: 2px; background: var(--tk-paper); }
.tk-frame .tk-range:hover::-webkit-slider-thumb { border-color: var(--tk-accent); }

/* ---- popovers ---- */

.tk-frame .tk-popover {
  position: fixed;
  inset: auto;
  left: -9999px;
  margin: 0;
  max-width: min(94vw, 720px);
  max-height: 80vh;
  padding: 4px 0;
  border: 1px solid var(--tk-line-strong);
  border-radius: 4px;
  background: var(--tk-paper);
  color: var(--tk-ink);
  box-shadow: var(--tk-shadow);
  overflow: auto;
}
.tk-frame .tk-panel { width: 270px; padding: 6px 0 8px; }
.tk-frame .tk-panel h3 { padding: 0 8px 4px; font-weight: 600; }
.tk-frame .tk-panel h4 { padding: 6px 8px 2px; }
.tk-frame .tk-panel > .tk-row > .tk-control > .tk-value { margin-left: auto; }
.tk-frame .tk-notes { padding: 0 8px 0 22px; }
.tk-frame .tk-notes li { margin: 2px 0; }

.tk-menu { min-width: 170px; }
.tk-menu-heading { padding: 6px 10px 2px 26px; font-size: var(--tk-small); font-weight: 600; color: var(--tk-ink-soft); border-top: 1px solid var(--tk-line); margin-top: 4px; }
.tk-menu-heading:first-child { border-top: 0; margin-top: 0; }
.tk-menu-line { display: flex; align-items: center; }
.tk-frame .tk-menu-item { flex: 1 1 auto; display: flex; align-items: center; gap: 6px; width: 100%; height: 23px; padding: 0 10px 0 5px; text-align: left; }
.tk-frame .tk-menu-item:is(:hover, :focus-visible) { background: var(--tk-pressed); outline: 0; }
.tk-menu-mark { width: 15px; flex: none; color: var(--tk-accent); }
.tk-menu-mark svg { width: 14px; height: 14px; }
.tk-menu-label { flex: 1 1 auto; white-space: nowrap; }

.tk-frame kbd { padding: 0 4px; border: 1px solid var(--tk-line); border-radius: 3px; background: var(--tk-bar); color: var(--tk-ink-soft); font: 11px/1.45 var(--tk-font); white-space: nowrap; box-shadow: none; }

.tk-frame .tk-help { inset: 0; left: 0; margin: auto; width: 716px; height: fit-content; padding: 0; }
.tk-help header { position: sticky; top: 0; display: flex; align-items: center; justify-content: space-between; padding: 4px 4px 4px 12px; background: var(--tk-bar); border-bottom: 1px solid var(--tk-line); }
.tk-frame .tk-help h3 { font-weight: 600; }
.tk-help-columns { columns: 190px; column-gap: 22px; padding: 10px 14px 14px; }
.tk-help-columns section { break-inside: avoid; margin-bottom: 10px; }
.tk-frame .tk-help h4 { font-size: var(--tk-small); font-weight: 600; color: var(--tk-ink-soft); margin-bottom: 3px; }
.tk-help dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 8px; align-items: baseline; }
.tk-help dt { min-width: 52px; }

/* ---- others ---- */

.tk-bare { border-color: transparent; }
.tk-bare > :is(.tk-bar, .tk-player), .tk-bare .tk-side { display: none; }

.tk-frame:fullscreen { width: 100vw; height: 100vh; max-width: none; border: 0; border-radius: 0; }
.tk-frame:fullscreen .tk-body { width: 100%; flex-direction: row; }
.tk-frame:fullscreen .tk-picture { flex: 1 1 0; height: 100%; }
.tk-frame:fullscreen .tk-side { flex: 0 0 var(--tk-side, 264px); width: var(--tk-side, 264px); height: auto; border-top: 0; border-left: 1px solid var(--tk-line); }

@media (pointer: coarse) {
  .tk-bar { height: auto; min-height: 40px; flex-wrap: wrap; }
  .tk-player { height: 40px; }
  .tk-frame .tk-icon-button { width: 36px; height: 36px; }
  .tk-frame .tk-menu-item { height: 36px; }
  .tk-row { min-height: 34px; }
  .tk-frame :is(.tk-number, .tk-select, .tk-filter, .tk-color, .tk-range, .tk-button) { height: 30px; }
  .tk-frame .tk-range::-webkit-slider-thumb { width: 18px; height: 22px; margin-top: -9.5px; }
  .tk-eye { opacity: 1; }
}

@media (prefers-reduced-motion: reduce) {
  .tk-frame * { transition: none !important; }
}

@media (forced-colors: active) {
  .tk-frame :is(.tk-icon-button[aria-pressed="true"], .tk-chosen) { outline: 2px solid Highlight; outline-offset: -2px; }
  .tk-gap, .tk-splitter-horizontal { background: CanvasText; }
  .tk-ball circle, .tk-axis { forced-color-adjust: none; }
}
`;var Db=`/* Colours, sizes and type of the live view and of the job monitor.
   They follow JupyterLab's theme, VS Code's, else the system's; data-theme="light" or "dark" overrides all of them. */

.tk-root {
  color-scheme: light dark;

  --tk-paper: var(--jp-layout-color1, var(--vscode-editor-background, light-dark(#ffffff, #1f2124)));
  --tk-field: var(--jp-layout-color0, var(--vscode-input-background, light-dark(#ffffff, #16171a)));
  --tk-ink: var(--jp-ui-font-color1, var(--vscode-foreground, light-dark(#24292f, #e2e4e8)));
  --tk-ink-soft: var(--jp-ui-font-color2, var(--vscode-descriptionForeground, light-dark(#5b636c, #a3a9b2)));
  --tk-bar: color-mix(in srgb, var(--tk-paper) 95%, var(--tk-ink));
  --tk-line: var(--jp-border-color2, var(--vscode-panel-border, light-dark(#dfe2e5, #3a3d42)));
  --tk-line-strong: var(--jp-border-color1, var(--vscode-input-border, light-dark(#b9bfc5, #565a61)));
  --tk-accent: var(--jp-brand-color1, var(--vscode-focusBorder, light-dark(#1668c7, #5aa2f5)));
  --tk-danger: var(--jp-error-color1, light-dark(#c62828, #ef6b6b));
  --tk-warning: var(--jp-warn-color1, light-dark(#b25f00, #f0a13c));
  --tk-success: var(--jp-success-color1, light-dark(#2e7d32, #66bb6a));
  --tk-busy: var(--jp-info-color1, light-dark(#1976d2, #64a8ef));
  --tk-idle: rgb(128 128 128 / 35%);
  --tk-hover: color-mix(in srgb, var(--tk-ink) 9%, transparent);
  --tk-pressed: color-mix(in srgb, var(--tk-accent) 18%, transparent);
  --tk-shadow: 0 4px 16px rgb(0 0 0 / 28%);

  --tk-font: var(--jp-ui-font-family, system-ui, -apple-system, "Segoe UI", "Helvetica Neue", Arial, sans-serif);
  --tk-mono: var(--jp-code-font-family, ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace);
  --tk-size: 12px;
  --tk-small: 11px;
  --tk-row: 24px;
  --tk-radius: 3px;

  font: var(--tk-size) / 1.35 var(--tk-font);
  color: var(--tk-ink);
}

body[data-jp-theme-light="true"] .tk-root,
body.vscode-light .tk-root,
html[theme="light"] .tk-root,
.tk-root[data-theme="light"] {
  color-scheme: light;
}

body[data-jp-theme-light="false"] .tk-root:not([data-theme="light"]),
body.vscode-dark .tk-root:not([data-theme="light"]),
html[theme="dark"] .tk-root:not([data-theme="light"]),
.tk-root[data-theme="dark"] {
  color-scheme: dark;
}

/* A theme of the view's own: the surroundings' variables count for nothing. */
.tk-root[data-theme="light"],
.tk-root[data-theme="dark"] {
  --jp-layout-color0: initial;
  --jp-layout-color1: initial;
  --jp-ui-font-color1: initial;
  --jp-ui-font-color2: initial;
  --jp-border-color1: initial;
  --jp-border-color2: initial;
  --jp-brand-color1: initial;
  --jp-error-color1: initial;
  --jp-warn-color1: initial;
  --jp-success-color1: initial;
  --jp-info-color1: initial;
  --vscode-editor-background: initial;
  --vscode-input-background: initial;
  --vscode-input-border: initial;
  --vscode-foreground: initial;
  --vscode-descriptionForeground: initial;
  --vscode-panel-border: initial;
  --vscode-focusBorder: initial;
}

@media (prefers-contrast: more) {
  .tk-root {
    --tk-ink-soft: var(--tk-ink);
    --tk-line: var(--tk-ink);
    --tk-line-strong: var(--tk-ink);
    --tk-pressed: color-mix(in srgb, var(--tk-accent) 40%, transparent);
  }
}

@media (forced-colors: active) {
  .tk-root {
    --tk-paper: Canvas;
    --tk-bar: Canvas;
    --tk-field: Field;
    --tk-ink: CanvasText;
    --tk-ink-soft: CanvasText;
    --tk-line: CanvasText;
    --tk-line-strong: CanvasText;
    --tk-accent: Highlight;
    --tk-pressed: transparent;
    --tk-hover: transparent;
  }
}
`;function Nb(i){let e=i.getRootNode(),t=e instanceof ShadowRoot?e:document.head,n=Db+kb;if([...t.querySelectorAll("style[data-threedkit]")].some(r=>r.textContent===n))return;let s=document.createElement("style");s.dataset.threedkit="view",s.textContent=n,t.append(s)}function ga(){let i=globalThis;return i.__threedkit_groups??=new Map}function Fb(i,e,t,n){let s=!1,r=u=>{s=!0;try{u()}finally{s=!1}},o={camera:u=>r(()=>i.setCamera(u)),player:({time:u,playing:h,speed:d,loop:f})=>r(()=>i.setPlayer({time:u,playing:h,speed:d,loop:f})),selection:u=>t.follow(u)},a=[],l=()=>{for(let{id:u}of a){let h=ga().get(u);h?.delete(o),h?.size===0&&ga().delete(u)}},c=(u,h)=>{if(!s)for(let d of a)d[u]&&ga().get(d.id)?.forEach(f=>f!==o&&h(f))};n.add(e.watch("groups",u=>{l(),a=u;for(let{id:h}of a)ga().set(h,(ga().get(h)??new Set).add(o))}),i.on("camera",({camera:u})=>c("camera",h=>h.camera(u))),i.on("player",u=>c("time",h=>h.player(u))),t.onChoice(u=>c("selection",h=>h.selection(u))),l)}var bs=4;function nA(i,e){let t=e.getBoundingClientRect(),{width:n,height:s}=i.getBoundingClientRect(),r=t.bottom+bs+s<=innerHeight||t.top<s+bs;i.style.left=`${Math.max(bs,Math.min(t.left,innerWidth-n-bs))}px`,i.style.top=`${Math.max(bs,r?Math.min(t.bottom+bs,innerHeight-s-bs):t.top-s-bs)}px`}function Ud(i,e,t,n=()=>{}){e.classList.add("tk-popover"),e.setAttribute("popover","auto"),e.id||=Pn("popover"),i.setAttribute("aria-expanded","false"),i.setAttribute("aria-controls",e.id),i.popoverTargetElement=e;let s=()=>e.matches(":popover-open"),r=()=>nA(e,i);return t.listen(e,"toggle",o=>{let a=o.newState==="open";i.setAttribute("aria-expanded",String(a)),a&&(n(),r(),!e.matches(":focus-within")&&e.querySelector("[autofocus], [aria-checked=true], button, input, select")?.focus({preventScroll:!0}))}),t.listen(window,"resize",()=>s()&&r()),t.listen(window,"scroll",o=>{s()&&!(o.target instanceof Node&&e.contains(o.target))&&r()},{capture:!0,passive:!0}),t.add(()=>e.remove()),{panel:e,open:()=>!s()&&e.showPopover(),close:()=>s()&&e.hidePopover(),toggle:()=>e.togglePopover(),get isOpen(){return s()}}}function Bd(i,e,t){let n=()=>{Bd(i,e,t),i.querySelector("[role^=menuitem]")?.focus()};i.setAttribute("role","menu"),i.classList.add("tk-menu"),i.replaceChildren(...e().map(s=>typeof s=="string"?iA(s):sA(s,t,n))),i.onkeydown=s=>{let r=[...i.querySelectorAll("[role^=menuitem]")],o=r.indexOf(i.querySelector("[role^=menuitem]:focus")),a={ArrowDown:o+1,ArrowUp:o-1,Home:0,End:r.length-1}[s.key];a!==void 0&&(r[(a+r.length)%r.length]?.focus(),s.preventDefault(),s.stopPropagation())}}function iA(i){return X("div",{class:"tk-menu-heading",role:"presentation"},i)}function sA(i,e,t){let n=i.checked===void 0?"menuitem":i.many?"menuitemcheckbox":"menuitemradio",s=X("button",{type:"button",class:"tk-menu-item",role:n,"aria-checked":i.checked===void 0?null:String(i.checked)},X("span",{class:"tk-menu-mark"},i.checked?Ei("check"):null),X("span",{class:"tk-menu-label"},i.label),i.key?X("kbd",{},i.key):null);if(s.addEventListener("click",()=>{e(),i.run()}),!i.remove)return s;let{label:r,run:o}=i.remove,a=X("button",{type:"button",class:"tk-icon-button","aria-label":r,title:r},Ei("close"));return a.addEventListener("click",()=>{o(),t()}),X("div",{class:"tk-menu-line",role:"presentation"},s,a)}function rA(i){let e=()=>[...i.querySelectorAll(".tk-icon-button")].filter(n=>n.offsetParent!==null),t=i.querySelectorAll(".tk-icon-button");t.forEach((n,s)=>n.tabIndex=s===0?0:-1),i.addEventListener("focusin",n=>{e().includes(n.target)&&t.forEach(s=>s.tabIndex=s===n.target?0:-1)}),i.addEventListener("keydown",n=>{let s=e(),r=s.indexOf(document.activeElement),o={ArrowRight:r+1,ArrowLeft:r-1,Home:0,End:s.length-1}[n.key];r<0||o===void 0||(s[(o+s.length)%s.length]?.focus(),n.preventDefault(),n.stopPropagation())})}function Ob(i,e){let{frame:t,viewport:n,host:s,state:r,ends:o}=i,a=(R,P,N,k)=>{let U=si(R,P,{key:N});return k&&U.addEventListener("click",k),U},l=(R,P,N,k)=>{let U=a(R,P,N,()=>r.set(k,!r.get(k)));return o.add(r.watch(k,V=>es(U,V))),U},c=(R,P,N,k)=>{let U=a(R,P,N),V=X("div",{"aria-label":P});t.append(V);let H=Ud(U,V,o,()=>Bd(V,k,()=>H.close()));return U.setAttribute("aria-haspopup","menu"),U},u=(R,P,N)=>(R.setAttribute("aria-haspopup","dialog"),t.append(P.element),Ud(R,P.element,o,N)),h=a("frame","Frame the selection, or everything","F",()=>i.frameSelected()),d=c("views","Views and bookmarks","",()=>oA(i)),f=a("measure","Measure a distance","M"),g=a("clip","Clipping plane","C"),x=c("shading","Shading","S",()=>aA(i)),p=a("light","Light and exposure","E"),m=l("grid","Grid","G","grid"),b=l("axes","Axes","A","axes"),_=a("info","About this view","I"),y=a("panel","Tree and inspector","T"),M=a("help","Keys and gestures","?"),w=a("expand","Full screen","⇧ F");w.hidden=!document.fullscreenEnabled,es(f,!1),es(y,!1);let v=()=>X("span",{class:"tk-gap",role:"separator"}),S=X("div",{class:"tk-bar",role:"toolbar","aria-label":"Tools of the view"},h,d,v(),x,p,m,b,v(),f,g,X("span",{class:"tk-spring"}),_,M,y,w);rA(S);let L={clip:u(g,e.clip),light:u(p,e.light),info:u(_,e.info)};o.add(r.watch("clipping",R=>g.classList.toggle("tk-active",R!==null)),r.watch("shading",R=>x.classList.toggle("tk-active",R!=="lit")));let E=[x,m,b,g].map(R=>({one:R,title:R.title}));return o.add(s.on(R=>{if(R.type==="drawn-by")for(let{one:P,title:N}of E)P.disabled=R.by==="remote",P.title=P.disabled?`${N}: only where the browser draws`:N})),o.listen(document,"fullscreenchange",()=>{let R=document.fullscreenElement===t;Oc(w,R?"shrink":"expand",R?"Leave full screen":"Full screen","⇧ F"),n.invalidate()}),{element:S,buttons:{measure:f,panel:y,info:_,help:M,full:w},popovers:L}}function oA(i){let{viewport:e,state:t}=i,{kind:n}=e.camera,s=t.get("bookmarks");return[...Object.entries(Vs).map(([r,{label:o,key:a}])=>({label:o,key:a,run:()=>Rd(i,r)})),"Projection",{label:"Perspective",checked:n==="perspective",run:()=>Uc(i,"perspective")},{label:"Orthographic",checked:n==="orthographic",run:()=>Uc(i,"orthographic")},"Bookmarks",...s.map(({name:r},o)=>({label:r,run:()=>Pd(i,o),remove:{label:`Remove ${r}`,run:()=>t.set("bookmarks",t.get("bookmarks").filter((a,l)=>l!==o))}})),{label:"Bookmark this view",key:"B",run:()=>Cd(i)}]}function aA({state:i}){let e=i.get("shading");return Kr.map(t=>({label:Ed[t],checked:t===e,run:()=>i.set("shading",t)}))}var xs=22,Ub=6,lA=40,cA={mesh:"mesh",skin:"skin",light:"light",camera:"look",empty:"empty"};function Bb(i){return new zd(i)}var zd=class{element;tools;filter;list;space;empty;stem=Pn("tree");open=new Set;above=new Int32Array;lines=[];epoch=-1;constructor(e){this.tools=e,this.filter=X("input",{type:"search",class:"tk-filter",placeholder:"Filter","aria-label":"Filter the nodes by name"}),this.space=X("div",{class:"tk-tree-space",role:"presentation"}),this.list=X("div",{class:"tk-tree",role:"tree",tabindex:0,"aria-label":"Nodes of the scene"},this.space),this.empty=X("p",{class:"tk-hint",hidden:!0}),this.element=X("div",{class:"tk-tree-box"},this.filter,this.list,this.empty);let{ends:t,selection:n,viewport:s}=e;t.listen(this.filter,"input",()=>this.lay()),t.listen(this.list,"scroll",()=>this.draw(),{passive:!0}),t.listen(this.list,"click",o=>this.clicked(o)),t.listen(this.list,"dblclick",()=>e.frameSelected()),t.listen(this.list,"keydown",o=>this.key(o));let r=new ResizeObserver(()=>this.draw());r.observe(this.list),t.add(()=>r.disconnect(),s.on("edit",jr(s,()=>this.draw())),n.watch(()=>this.selected()))}get gltf(){return this.tools.viewport.model?.gltf??{}}read(){let e=this.tools.viewport.model?.epoch??-1;if(e===this.epoch)return;this.epoch=e;let t=this.gltf;this.above=Td(t);let n=t.nodes?.length??0;this.open=new Set(n<=lA?Array.from({length:n},(s,r)=>r):Sd(t))}selected(){this.read();let e=this.tools.selection.node;for(let s=e===null?-1:this.above[e]??-1;s>=0;s=this.above[s]??-1)this.open.add(s);this.lay();let t=this.lines.findIndex(s=>s.node===e);if(t<0||!this.list.clientHeight)return;let n=t*xs;n<this.list.scrollTop?this.list.scrollTop=n:n+xs>this.list.scrollTop+this.list.clientHeight&&(this.list.scrollTop=n+xs-this.list.clientHeight)}lay(){this.read();let e=this.filter.value.trim();this.lines=e?zg(this.gltf,e):wd(this.gltf,t=>this.open.has(t)),this.space.style.height=`${this.lines.length*xs}px`,this.empty.hidden=this.lines.length>0,this.empty.textContent=e?"No node has such a name.":"The scene has no nodes.",this.draw()}draw(){let e=Math.max(0,Math.floor(this.list.scrollTop/xs)-Ub),t=Math.min(this.lines.length,Math.ceil((this.list.scrollTop+this.list.clientHeight)/xs)+Ub),n=[];for(let o=e;o<t;o+=1)n.push(this.line(this.lines[o],o));this.space.replaceChildren(...n);let s=this.tools.selection.node,r=s===null?null:this.space.querySelector(`[data-node="${s}"]`);r?this.list.setAttribute("aria-activedescendant",r.id):this.list.removeAttribute("aria-activedescendant")}line({node:e,level:t,children:n},s){let r=fa(this.gltf,e),o=Xr(this.gltf,e),a=this.tools.selection.node===e,l=this.open.has(e),c=X("span",{class:"tk-twist","data-act":"twist"},n.length?Ei(l?"down":"right"):null),u=o?`Hide ${r}`:`Show ${r}`,h=X("span",{class:"tk-eye","data-act":"eye",role:"button","aria-label":u,"aria-pressed":String(!o),title:u});h.append(Ei(o?"eye":"hidden"));let d=Gg(this.gltf,e);return X("div",{class:`tk-line${a?" tk-chosen":""}${o?"":" tk-faint"}`,role:"treeitem",id:`${this.stem}-${e}`,"data-node":e,"aria-level":t,"aria-selected":String(a),"aria-expanded":n.length?String(l):null,style:`top:${s*xs}px;padding-left:${4+12*(t-1)}px`,title:r},c,X("span",{class:`tk-kind tk-kind-${d}`,title:d},Ei(cA[d])),X("span",{class:"tk-name"},r),h)}clicked(e){let t=e.target,n=t.closest("[data-node]");if(!n)return;let s=Number(n.dataset.node),r=t.closest("[data-act]")?.dataset.act;r==="eye"?this.tools.setVisible(s,!Xr(this.gltf,s)):r==="twist"?this.turn(s,!this.open.has(s)):this.tools.selection.select(s)}turn(e,t){t?this.open.add(e):this.open.delete(e),this.lay()}key(e){let{selection:t}=this.tools,n=t.node,s=this.lines.findIndex(c=>c.node===n),r=c=>{let u=this.lines[Math.min(Math.max(c,0),this.lines.length-1)];u&&t.select(u.node)},o=Math.max(1,Math.floor(this.list.clientHeight/xs)-1),a={ArrowDown:()=>r(s+1),ArrowUp:()=>r(s<0?0:s-1),Home:()=>r(0),End:()=>r(this.lines.length-1),PageDown:()=>r(s+o),PageUp:()=>r(s-o),ArrowRight:()=>this.inward(n,s,r),ArrowLeft:()=>this.outward(n),Enter:()=>this.tools.frameSelected()," ":()=>n!==null&&this.tools.setVisible(n,!Xr(this.gltf,n))},l=e.ctrlKey||e.metaKey||e.altKey?void 0:a[e.key];l&&(l(),e.preventDefault(),e.stopPropagation())}inward(e,t,n){e===null||!this.lines[t]?.children.length||(this.open.has(e)?n(t+1):this.turn(e,!0))}outward(e){if(e===null)return;let t=this.above[e]??-1,n=this.gltf.nodes[e].children?.length;this.open.has(e)&&n?this.turn(e,!1):t>=0&&this.tools.selection.select(t)}};function zb({viewport:i,state:e,host:t,ends:n,say:s}){let r=ri("Variant",[],c=>{a(c)}),o=X("div",{class:"tk-variants"},r.element);async function a(c){if(e.set("variant",c===""?null:c),s(c===""?"No variant":`Variant ${c}`),t.live)return;let{model:u}=i;for(let h of e.get("looks")[c]??[])await u?.applyEdit(h),i.events.emit("edit",{target:h.target,index:null});i.invalidate()}function l(){let c=e.get("variants");o.hidden=c.length===0;let u=c.map(h=>X("option",{value:h},h));r.element.querySelector("select").replaceChildren(X("option",{value:""},"None"),...u),r.set(e.get("variant")??"")}return n.add(e.watch("variants",l),e.watch("variant",l)),{element:o}}function Gb(i,e){let t=new ms,n=new jc(e),s=Lb(),r=X("div",{class:"tk-root tk-frame",role:"group"}),o=new Kc(i,n,e),a=new Vc(i,e),l={viewport:i,host:e,state:n,editor:a,selection:o,frame:r,ends:t,say:s.say,frameSelected:()=>i.fit(o.node,{seconds:Ri()}),setVisible:(w,v)=>{a.change({target:"node",index:w,visible:v},{target:"node",index:w,field:"visible",value:v})}};Nb(r),Yg(i,n,r,t),ub(i,n,o,t),Fb(i,n,o,t);let c=db(l),u=tb(l),h=wb(l),d=Eb(l),f=Ib(zb(l),Bb(l),vb(l),t),g=Ob(l,{clip:u,light:Mb(l),info:c}),x=X("div",{class:"tk-picture"},i.element,ib(l).element,h.element,s.element);r.prepend(g.element,X("div",{class:"tk-body"},x,f.element),d.element);let p=()=>f.place(r.parentElement?.clientWidth??r.clientWidth,n.get("width")),m={measure:h.toggle,clip:u.toggle,panel:()=>n.set("panel",!n.get("panel")),light:()=>g.popovers.light.toggle(),info:()=>g.popovers.info.toggle(),help:()=>_.toggle(),fullscreen:()=>{document.fullscreenElement===r?document.exitFullscreen():r.requestFullscreen()},escape:()=>h.on?h.stop():o.select(null),play:d.toggle,step:d.step,loop:d.loop},b=Kg(l,m),_=hb(r,b,t);_b(r,b,t),Tb(r,t);let{buttons:y}=g;y.measure.addEventListener("click",m.measure),y.panel.addEventListener("click",m.panel),y.help.addEventListener("click",m.help),y.full.addEventListener("click",m.fullscreen),h.changed=w=>es(y.measure,w),c.changed=w=>y.info.classList.toggle("tk-noted",w>0),t.listen(g.popovers.info.panel,"toggle",w=>w.newState==="open"&&c.start());let M=new ResizeObserver(p);return M.observe(r),t.add(()=>M.disconnect(),n.watch("panel",w=>{f.element.hidden=!w,es(y.panel,w),p()}),i.on("problem",w=>s.say(w,i.model?"problem":"lasting")),i.on("context",w=>{w==="lost"?s.say("The browser has taken its graphics away: waiting for them …","lasting"):s.say("The picture is back")}),i.on("idle-wheel",()=>s.say("Click the view to zoom with the wheel, or hold Ctrl")),i.on("pick",({hit:w,double:v})=>{w&&v&&i.tool===null&&i.setCamera({...i.camera,target:w.point})})),{element:r,dispose(){h.stop(),t.end(),a.dispose(),o.dispose(),r.remove()}}}var Hb={kind:"perspective",position:[1.9,1.2,3.3],quaternion:[-.1513,.2556,.0405,.954],target:[0,0,0],yfov:35*Math.PI/180,xmag:1,ymag:1,znear:.01,zfar:1e3},Wb=.001,uA=100,hA=.4,Vd=.08;function dn(i){return[i.x,i.y,i.z]}function $c(i){return new C(...i.min).add(new C(...i.max)).multiplyScalar(.5)}function Zc(i){let e=new C(...i.max).sub(new C(...i.min)).length()/2;return e>0&&Number.isFinite(e)?e:.5}var Jc=class{perspective=new Ct;orthographic=new ii;place(e,t){let n=e.kind==="perspective"?this.perspective:this.orthographic;if(n.position.fromArray(e.position),n.quaternion.fromArray(e.quaternion).normalize(),n.near=e.znear,n instanceof Ct)n.fov=e.yfov*180/Math.PI,n.aspect=t,n.far=e.zfar??e.znear*1e6;else{let{x:s,y:r}=dA(e,t);Object.assign(n,{left:-s,right:s,top:r,bottom:-r,far:e.zfar??1e6})}return n.updateProjectionMatrix(),n.updateMatrixWorld(!0),n}};function dA(i,e){return{x:Math.max(i.xmag,i.ymag*e),y:Math.max(i.ymag,i.xmag/e)}}function qb(i,e,t,n){let s=new C(...e).applyMatrix4(i.matrixWorldInverse),r=new C(...e).project(i);return{x:(r.x+1)/2*t,y:(1-r.y)/2*n,inFront:s.z<0}}function Xb({normal:i,offset:e}){return new Jt(new C(...i).negate(),e)}function ba(i,e){let t=Zc(e),n=$c(e).distanceTo(new C(...i.position)),s=i.kind==="perspective"?Wb*(n+t):0;return{...i,znear:Math.max(n-1.5*t,s),zfar:n+uA*t}}function fA(i){let e=[i.min,i.max];return[0,1,2,3,4,5,6,7].map(t=>new C(e[t&1][0],e[t>>1&1][1],e[t>>2&1][2]))}function pA(i,e){return new lt().setFromRotationMatrix(new xe().lookAt(i,new C,e))}function jb(i,e,t,n={}){let s=new lt(...i.quaternion);if(n.direction){let h=new C(...n.direction).normalize(),d=n.up?new C(...n.up):Math.abs(h.y)>.999?new C(0,0,-Math.sign(h.y)):new C(0,1,0);s.copy(pA(h,d))}let r=$c(e),o=s.clone().invert(),a=fA(e).map(h=>h.sub(r).applyQuaternion(o)),l=Zc(e),c={...i,quaternion:s.toArray(),target:dn(r)},u=i.kind==="perspective"?mA(a,l,i.yfov,t):new C(0,0,2.5*l);if(i.kind==="orthographic"){let h=Math.max(...a.map(f=>Math.abs(f.x)),1e-6)/(1-Vd),d=Math.max(...a.map(f=>Math.abs(f.y)),1e-6)/(1-Vd);c.ymag=Math.max(d,h/t),c.xmag=c.ymag*t}return c.position=dn(u.applyQuaternion(s).add(r)),ba(c,e)}function mA(i,e,t,n){let s=Math.tan(t/2)*(1-Vd),r=0;for(let[a,l]of[["x",s*n],["y",s]]){let c=Math.max(...i.map(h=>h[a]+h.z*l)),u=Math.max(...i.map(h=>-h[a]+h.z*l));r=Math.max(r,(c+u)/(2*l))}let o=Math.max(r,Math.max(...i.map(a=>a.z))+hA*e);return new C(Vb(i,"x",o),Vb(i,"y",o),o)}function Vb(i,e,t){let n=Math.min(...i.map(r=>r[e])),s=Math.max(...i.map(r=>r[e]));for(let r=0;r<48;r+=1){let o=(n+s)/2,a=i.map(l=>(l[e]-o)/(t-l.z));Math.max(...a)+Math.min(...a)>0?n=o:s=o}return(n+s)/2}function Kb(i,e,t){if(t>=1)return e;let n=(h,d)=>h+(d-h)*t,s=new C(...i.target).lerp(new C(...e.target),t),r=new C(...i.position).sub(new C(...i.target)),o=new C(...e.position).sub(new C(...e.target)),a=new lt(...i.quaternion).slerp(new lt(...e.quaternion),t),l=r.clone().applyQuaternion(new lt(...i.quaternion).invert()),c=o.clone().applyQuaternion(new lt(...e.quaternion).invert()),u=l.lerp(c,t).applyQuaternion(a);return{...e,target:dn(s),position:dn(s.clone().add(u)),quaternion:a.toArray(),yfov:n(i.yfov,e.yfov),xmag:n(i.xmag,e.xmag),ymag:n(i.ymag,e.ymag),znear:Math.min(i.znear,e.znear),zfar:i.zfar===null||e.zfar===null?null:Math.max(i.zfar,e.zfar)}}function Yb(i){return i*i*(3-2*i)}var Gd=1e-5;function Jb(i,e){if(i.kind!==e.kind)return!1;let t=(o,a,l)=>Math.abs(o-a)<=Gd*l,n=i.kind==="perspective"?t(i.yfov,e.yfov,1):t(i.ymag,e.ymag,e.ymag)&&t(i.xmag,e.xmag,e.xmag),s=new C(...e.position).distanceTo(new C(...e.target)),r=new C(...i.position).distanceTo(new C(...e.position));return n&&r<=Gd*Math.max(s,Wb)&&new lt(...i.quaternion).angleTo(new lt(...e.quaternion))<=10*Gd}var $b=5;function Zb(i,e){let t=null,n=e.on((s,r)=>{if(s.type==="overlay"){if(s.state==="closed"){t?.id===s.id&&t.dispose();return}(!t||t.id!==s.id||t.disposed)&&(t?.dispose(),t=new Hd(i,e,s.id)),t.take(s,r[0])}});return{dispose(){n(),t?.dispose()}}}var Hd=class{id;disposed=!1;#e;#n;#t=new ms;#i=X("img",{class:"tk-rendering",alt:"rendered picture of the view",draggable:"false",hidden:!0});#s=X("div",{class:"tk-wipe",role:"slider",tabindex:"0","aria-label":"compare: rendered to the left, live to the right","aria-valuemin":"0","aria-valuemax":"100","data-threedkit-chrome":!0,hidden:!0});#r=X("progress",{max:"1",value:"0","aria-label":"rendered"});#o=X("span",{class:"tk-rendering-text",role:"status"});#l=X("button",{type:"button",class:"tk-text-button",onclick:()=>this.#y()},"live");#c=X("button",{type:"button",class:"tk-text-button",onclick:()=>this.#m("cancel")},"cancel");#a;#u="";#h;#d=!0;#p=!0;#f=100;constructor(e,t,n){this.id=n,this.#e=e,this.#n=t,this.#h=e.camera;let s=si("close","close the rendered picture",{onclick:()=>this.#b()}),r=X("div",{class:"tk-rendering-bar","data-threedkit-chrome":!0},this.#r,this.#o,this.#c,this.#l,s);this.#a=X("div",{class:"tk-rendering-sheet"},this.#i,this.#s,r),e.element.append(this.#a),this.#t.listen(this.#s,"pointerdown",o=>this.#_(o)),this.#t.listen(this.#s,"keydown",o=>this.#S(o)),this.#t.listen(this.#i,"load",()=>this.#x()),this.#t.add(e.on("camera",()=>this.#g===this.#p||this.#x())),this.#t.add(e.on("disposed",()=>this.dispose()))}take(e,t){let n=e.state==="running";if(this.#h=e.camera??this.#h,t&&e.mime){let s=this.#u;this.#u=URL.createObjectURL(new Blob([t],{type:e.mime})),this.#i.src=this.#u,this.#i.hidden=!1,s&&URL.revokeObjectURL(s)}this.#r.value=e.progress??0,this.#r.hidden=!n,this.#c.hidden=!n,this.#l.hidden=this.#i.hidden,this.#o.textContent=e.text??"",this.#a.classList.toggle("tk-failed",e.state==="failed"),this.#x()}dispose(){this.disposed||(this.disposed=!0,this.#t.end(),this.#a.remove(),this.#u&&URL.revokeObjectURL(this.#u))}#m(e){this.#n.send({type:"overlay",id:this.id,action:e})}#b(){this.#m("close"),this.dispose()}#x(){let e=this.#p=this.#g;this.#i.style.visibility=e?"visible":"hidden",this.#s.hidden=!e||this.#i.hidden,this.#l.textContent=e?"live":"rendered",this.#v(this.#f)}get#g(){return this.#d&&Jb(this.#e.camera,this.#h)}#y(){this.#d=!this.#g,this.#d&&this.#e.setCamera(this.#h),this.#x()}#v(e){this.#f=Math.min(Math.max(e,0),100);let{offsetWidth:t}=this.#i,{width:n}=this.#e,s=(n+t)/2,r=Math.min(Math.max(s-this.#f/100*n,0),t);this.#i.style.clipPath=`inset(0 ${r}px 0 0)`,this.#s.style.left=`${this.#f}%`,this.#s.setAttribute("aria-valuenow",String(Math.round(this.#f)))}#_(e){e.preventDefault(),e.stopPropagation(),this.#s.setPointerCapture(e.pointerId);let t=this.#e.element.getBoundingClientRect(),n=r=>this.#v(100*(r.clientX-t.left)/t.width);this.#s.addEventListener("pointermove",n);let s=()=>this.#s.removeEventListener("pointermove",n);this.#s.addEventListener("pointerup",s,{once:!0}),this.#s.addEventListener("pointercancel",s,{once:!0})}#S(e){let t={ArrowLeft:-$b,ArrowRight:$b,Home:-100,End:100}[e.key];t!==void 0&&(e.preventDefault(),e.stopPropagation(),this.#v(this.#f+t))}};var Qb=`.tk-drawn-by {
  position: absolute; left: 8px; bottom: 8px; max-width: calc(100% - 16px); padding: 2px 8px; z-index: 2;
  border-radius: 9px; background: rgb(0 0 0 / 55%); color: #fff; font: 11px/1.5 var(--tk-font, sans-serif);
  pointer-events: none;
}
.tk-drawn-by .tk-text-button {
  font: inherit; color: #9fd0ff; background: none; border: 0; padding: 0 0 0 8px; cursor: pointer; pointer-events: auto;
}
.tk-drawn-by [hidden] { display: none; }
.tk-rendering-sheet { position: absolute; inset: 0; overflow: hidden; pointer-events: none; z-index: 3; }
.tk-rendering { position: absolute; top: 0; left: 50%; height: 100%; width: auto; max-width: none; translate: -50% 0; margin: 0; }
.tk-wipe {
  position: absolute; top: 0; bottom: 0; width: 14px; margin-left: -7px; cursor: ew-resize; pointer-events: auto;
  touch-action: none; background: linear-gradient(90deg, transparent 6px, rgb(255 255 255 / 85%) 6px 8px, transparent 8px);
}
.tk-wipe:focus-visible { outline: 2px solid var(--tk-accent, #1668c7); }
.tk-rendering-bar {
  position: absolute; left: 8px; bottom: 8px; display: flex; align-items: center; gap: 6px; padding: 3px 6px;
  max-width: calc(100% - 16px); border-radius: 4px; background: var(--tk-bar, #f4f5f6); color: var(--tk-ink, #24292f);
  border: 1px solid var(--tk-line, #dfe2e5); font: 11px/1.5 var(--tk-font, sans-serif); pointer-events: auto;
}
.tk-rendering-bar progress { width: 90px; height: 6px; accent-color: var(--tk-busy, #1976d2); }
.tk-rendering-bar .tk-text-button {
  font: inherit; color: var(--tk-accent, #1668c7); background: none; border: 0; padding: 1px 4px; cursor: pointer;
}
.tk-rendering-bar .tk-icon-button { border: 0; background: none; color: inherit; padding: 2px; cursor: pointer; line-height: 0; }
.tk-failed .tk-rendering-text { color: var(--tk-danger, #c62828); }
.tk-rendering-sheet [hidden] { display: none; }
`;var bA=20,xA=8;function ex(i,e){let t=new ms,n=new Map,s=X("span",{role:"status"}),r=X("button",{type:"button",class:"tk-text-button",hidden:!0,"data-threedkit-chrome":!0}),o=X("div",{class:"tk-drawn-by",hidden:!0},s,r);i.element.append(X("style",{},Qb),o),t.listen(r,"click",()=>e.send({type:"draw",by:i.source==="remote"?"browser":"remote"}));let a=0,l=0,c=0;t.add(i.on("frame",({whole:p})=>{p&&(i.canvas.dataset.drawn=String(c+=1))}));let u=()=>i.model?.epoch??-1,h=(p,m)=>new Promise(b=>{let _=Pn("pick"),y=w=>{clearTimeout(M),n.delete(_),b(w)},M=window.setTimeout(()=>y({hit:null,epoch:u()}),1e3*bA);n.set(_,y),e.send({type:"pick-ask",id:_,x:p,y:m,width:i.width,height:i.height})}),d=(p,m)=>{s.textContent=p,o.title=m,o.hidden=p===""},f=({by:p,reason:m,failed:b=!1,offer:_=!1})=>{clearTimeout(l);let y=p==="remote";i.source=y?"remote":"stage",i.picker=y?h:null,i.element.classList.toggle("tk-remote",y),a=0;let M=`${m||"Drawn by an engine"}: waiting for its picture …`;r.hidden=!_,r.textContent=y?"in the browser":"full picture",d(y&&!b?M:m,m),y||i.invalidate()},g=async(p,m)=>{try{let b=await createImageBitmap(new Blob([m],{type:p.mime}));i.source==="remote"&&(i.paint(b,!p.final),i.events.emit("frame",{milliseconds:0,whole:p.final}),a+=1,a===1&&(d(o.title||"Drawn by an engine",o.title),l=window.setTimeout(()=>d("engine",o.title),1e3*xA))),b.close()}finally{let{playing:b,time:_}=i.player;e.send({type:"frame-ack",seq:p.seq,time:b?_:null})}};t.add(e.on((p,m)=>{p.type==="drawn-by"?f(p):p.type==="frame"&&m[0]?g(p,m[0]):p.type==="pick-answer"&&x(p)}));function x({id:p,hit:m,epoch:b=u()}){n.get(p)?.({hit:m,epoch:b})}return{dispose(){clearTimeout(l),t.end(),n.forEach(p=>p({hit:null,epoch:u()})),o.remove()}}}function yA(i,[e,t]){let n=i.filter(([o,a])=>a<e||o>t),s=i.filter(([o,a])=>a>=e&&o<=t),r=[Math.min(e,...s.map(([o])=>o)),Math.max(t,...s.map(([,o])=>o))];return[...n,r].sort(([o],[a])=>o-a)}var Wd=class{#e=new Map;#n=new Map;#t=new Map;#i;page=`${Date.now().toString(36)}-${Math.random().toString(36).slice(2,12)}`;received=0;constructor(e=268435456){this.#i=e}get bytes(){return[...this.#e.values()].reduce((e,t)=>e+t.bytes.byteLength,0)}get(e){return this.#e.get(e)?.bytes}missing(e){return[...e].filter(t=>!this.#e.has(t))}use(e){for(let t of e){let n=this.#e.get(t);n&&(n.users+=1)}}release(e){for(let t of e){let n=this.#e.get(t);n&&(n.users=Math.max(0,n.users-1),this.#e.delete(t),this.#e.set(t,n))}this.#r()}take(e,t,n,s=this){e.parts.forEach((r,o)=>{let a=t[o],l=n[r.hash];if(!a||l===void 0||this.#e.has(r.hash))return;if(this.received+=a.byteLength,r.offset===0&&a.byteLength===l){this.#s(r.hash,a.slice());return}let c=r.offset+a.byteLength;if(r.offset<0||c>l)return;let u=this.#n.get(r.hash)??{bytes:new Uint8Array(l),ranges:[],takers:new Set};u.takers.add(s),u.bytes.set(a,r.offset),u.ranges=yA(u.ranges,[r.offset,c]),this.#n.set(r.hash,u);let[h]=u.ranges;h&&h[0]===0&&h[1]===l&&(this.#n.delete(r.hash),this.#s(r.hash,u.bytes))})}forget(e){for(let[t,{takers:n}]of this.#n)n.delete(e),n.size===0&&this.#n.delete(t)}async all(e,t){for(let n of e)this.#e.has(n)||await new Promise((s,r)=>{let o=this.#t.get(n)??new Set;this.#t.set(n,o);let a=()=>{o.delete(l),r(t.reason)},l=()=>{t.removeEventListener("abort",a),s()};o.add(l),t.addEventListener("abort",a,{once:!0}),t.aborted&&a()})}#s(e,t){this.#e.set(e,{bytes:t,users:0});let n=this.#t.get(e);this.#t.delete(e),n?.forEach(s=>s())}#r(){let e=0;for(let t of this.#e.values())t.users===0&&(e+=t.bytes.byteLength);for(let[t,n]of this.#e){if(e<=this.#i)return;n.users>0||(this.#e.delete(t),e-=n.bytes.byteLength)}}},ns=new Wd;var vA=4,_A=15360,MA=8,qd=class{#e=new Map;take(e,t){let n=this.#e.get(e.light)??{filtered:wA(e,t),users:0};return n.users+=1,this.#e.delete(e.light),this.#e.set(e.light,n),n.filtered}giveBack(e){let t=this.#e.get(e);t&&(t.users-=1);let n=[...this.#e].filter(([,s])=>s.users===0);for(let[s,{filtered:r}]of n.slice(0,Math.max(0,n.length-vA)))r.dispose(),this.#e.delete(s)}},tx=new qd;function SA(i,e,t,n){let s=new Uint16Array(t*t*4).fill(_A),[r,o]=n===1?[0,0]:[1,2];for(let a=0,l=e;a<s.length;a+=4,l+=n)s[a]=i[l],s[a+1]=i[l+r],s[a+2]=i[l+o];return{data:s,width:t,height:t}}function wA({size:i,channels:e},t){let n=new Uint16Array(t.slice().buffer),s=[0,1,2,3,4,5].map(a=>{let l=[],c=0;for(let u=i;u>=MA;u>>=1){let h=u*u*e;l.push(SA(n,c+a*h,u,e)),c+=6*h}return{width:i,height:i,mipmaps:l}}),r=jt,o=new Oo(s,r,un);return o.mapping=Mi,o.isPMREMTexture=!0,o.colorSpace=Tt,o.minFilter=En,o.magFilter=Pt,o.generateMipmaps=!1,o.needsUpdate=!0,o}function TA(i,e,t){let n=new Uint16Array(i.slice().buffer),s=new Uint16Array(n.length),r=e*4;for(let a=0;a<t;a+=1)s.set(n.subarray(a*r,(a+1)*r),(t-1-a)*r);let o=new Vn(s,e,t,jt,un);return o.mapping=Dr,o.colorSpace=Tt,o.minFilter=o.magFilter=Pt,o.wrapS=Hn,o.wrapT=wn,o.needsUpdate=!0,o}function AA([i,e,t]){let n=new Vn(new Float32Array([i,e,t,1]),1,1,jt,$t);return n.colorSpace=Tt,n.needsUpdate=!0,n}function qs(i){return i===null?[]:i.background==="environment"?[i.light,i.picture]:[i.light]}var $r=class{#e;#n=null;#t=null;#i=null;#s=null;#r="";constructor(e){this.#e=e}get state(){return this.#n}set(e){this.#t!==null&&this.#t!==e?.light&&this.#l(),this.#n=e}get color(){return this.#n?.background==="color"?this.#n.background_color:[0,0,0]}apply(e,t){let n=this.#n,s=n!==null&&n.intensity>0?this.#e(n.light):void 0;s&&this.#t===null&&(this.#i=tx.take(n,s),this.#t=n.light),e.environment=s?this.#i:null,e.environmentIntensity=n?.intensity??0,e.environmentRotation.set(0,n?.rotation??0,0),e.backgroundRotation.set(0,(n?.rotation??0)+Math.PI/2,0);let r=s&&n.background==="environment"?this.#e(n.picture):void 0;e.backgroundIntensity=r?n.intensity:1,r?e.background=this.#o(n.picture,()=>TA(r,n.width,n.height)):e.background=t?this.#o(this.color.join(),()=>AA(this.color)):null}#o(e,t){return this.#s&&e===this.#r?this.#s:(this.#s?.dispose(),this.#r=e,this.#s=t(),this.#s)}#l(){this.#t!==null&&tx.giveBack(this.#t),this.#t=null,this.#i=null}dispose(){this.#l(),this.#s?.dispose(),this.#s=null,this.#n=null}};function Xd(i,e){if(e===$h)return console.warn("THREE.BufferGeometryUtils.toTrianglesDrawMode(): Geometry already defined as triangles."),i;if(e===Or||e===sa){let t=i.getIndex();if(t===null){let r=[],o=i.getAttribute("position");if(o!==void 0){for(let a=0;a<o.count;a++)r.push(a);i.setIndex(r),t=i.getIndex()}else return console.error("THREE.BufferGeometryUtils.toTrianglesDrawMode(): Undefined position attribute. Processing not possible."),i}let n=t.count-2,s=[];if(e===Or)for(let r=1;r<=n;r++)s.push(t.getX(0)),s.push(t.getX(r)),s.push(t.getX(r+1));else for(let r=0;r<n;r++)r%2===0?(s.push(t.getX(r)),s.push(t.getX(r+1)),s.push(t.getX(r+2))):(s.push(t.getX(r+2)),s.push(t.getX(r+1)),s.push(t.getX(r)));return s.length/3!==n&&console.error("THREE.BufferGeometryUtils.toTrianglesDrawMode(): Unable to generate correct amount of triangles."),i.setIndex(s),i.clearGroups(),i}else return console.error("THREE.BufferGeometryUtils.toTrianglesDrawMode(): Unknown draw mode:",e),i}function nx(i){let e=new Map,t=new Map,n=i.clone();return ix(i,n,function(s,r){e.set(r,s),t.set(s,r)}),n.traverse(function(s){if(!s.isSkinnedMesh)return;let r=s,o=e.get(s),a=o.skeleton.bones;r.skeleton=o.skeleton.clone(),r.bindMatrix.copy(o.bindMatrix),r.skeleton.bones=a.map(function(l){return t.get(l)}),r.bind(r.skeleton,r.bindMatrix)}),n}function ix(i,e,t){t(i,e);for(let n=0;n<i.children.length;n++)ix(i.children[n],e.children[n],t)}var Qc=class extends yi{constructor(e){super(e),this.dracoLoader=null,this.ktx2Loader=null,this.meshoptDecoder=null,this.pluginCallbacks=[],this.register(function(t){return new Qd(t)}),this.register(function(t){return new ef(t)}),this.register(function(t){return new tf(t)}),this.register(function(t){return new hf(t)}),this.register(function(t){return new df(t)}),this.register(function(t){return new ff(t)}),this.register(function(t){return new sf(t)}),this.register(function(t){return new rf(t)}),this.register(function(t){return new of(t)}),this.register(function(t){return new af(t)}),this.register(function(t){return new Zd(t)}),this.register(function(t){return new lf(t)}),this.register(function(t){return new nf(t)}),this.register(function(t){return new uf(t)}),this.register(function(t){return new cf(t)}),this.register(function(t){return new Jd(t)}),this.register(function(t){return new eu(t,qe.EXT_MESHOPT_COMPRESSION)}),this.register(function(t){return new eu(t,qe.KHR_MESHOPT_COMPRESSION)}),this.register(function(t){return new pf(t)})}load(e,t,n,s){let r=this,o;if(this.resourcePath!=="")o=this.resourcePath;else if(this.path!==""){let c=Ji.extractUrlBase(e);o=Ji.resolveURL(c,this.path)}else o=Ji.extractUrlBase(e);this.manager.itemStart(e);let a=function(c){s?s(c):console.error(c),r.manager.itemError(e),r.manager.itemEnd(e)},l=new Er(this.manager);l.setPriority(this.priority),l.setCache(this.cache),l.setPath(this.path),l.setResponseType("arraybuffer"),l.setRequestHeader(this.requestHeader),l.setWithCredentials(this.withCredentials),l.load(e,function(c){try{r.parse(c,o,function(u){t(u),r.manager.itemEnd(e)},a)}catch(u){a(u)}},n,a)}setDRACOLoader(e){return this.dracoLoader=e,this}setKTX2Loader(e){return this.ktx2Loader=e,this}setMeshoptDecoder(e){return this.meshoptDecoder=e,this}register(e){return this.pluginCallbacks.indexOf(e)===-1&&this.pluginCallbacks.push(e),this}unregister(e){return this.pluginCallbacks.indexOf(e)!==-1&&this.pluginCallbacks.splice(this.pluginCallbacks.indexOf(e),1),this}parse(e,t,n,s){let r,o={},a={},l=new TextDecoder;if(typeof e=="string")r=JSON.parse(e);else if(e instanceof ArrayBuffer)if(l.decode(new Uint8Array(e,0,4))===lx){try{o[qe.KHR_BINARY_GLTF]=new mf(e)}catch(h){s&&s(h);return}r=JSON.parse(o[qe.KHR_BINARY_GLTF].content)}else r=JSON.parse(l.decode(e));else r=e;if(r.asset===void 0||r.asset.version[0]<2){s&&s(new Error("THREE.GLTFLoader: Unsupported asset. glTF versions >=2.0 are supported."));return}let c=new Mf(r,{path:t||this.resourcePath||"",crossOrigin:this.crossOrigin,priority:this.priority,cache:this.cache,withCredentials:this.withCredentials,requestHeader:this.requestHeader,manager:this.manager,ktx2Loader:this.ktx2Loader,meshoptDecoder:this.meshoptDecoder});c.fileLoader.setRequestHeader(this.requestHeader);for(let u=0;u<this.pluginCallbacks.length;u++){let h=this.pluginCallbacks[u](c);h.name||console.error("THREE.GLTFLoader: Invalid plugin found: missing name"),a[h.name]=h,o[h.name]=!0}if(r.extensionsUsed)for(let u=0;u<r.extensionsUsed.length;++u){let h=r.extensionsUsed[u],d=r.extensionsRequired||[];switch(h){case qe.KHR_MATERIALS_UNLIT:o[h]=new $d;break;case qe.KHR_DRACO_MESH_COMPRESSION:o[h]=new gf(r,this.dracoLoader);break;case qe.KHR_TEXTURE_TRANSFORM:o[h]=new bf;break;case qe.KHR_MESH_QUANTIZATION:o[h]=new xf;break;default:d.indexOf(h)>=0&&a[h]===void 0&&console.warn('THREE.GLTFLoader: Unknown extension "'+h+'".')}}c.setExtensions(o),c.setPlugins(a),c.parse(n,s)}parseAsync(e,t){let n=this;return new Promise(function(s,r){n.parse(e,t,s,r)})}};function EA(){let i={};return{get:function(e){return i[e]},add:function(e,t){i[e]=t},remove:function(e){delete i[e]},removeAll:function(){i={}}}}function Et(i,e,t){let n=i.json.materials[e];return n.extensions&&n.extensions[t]?n.extensions[t]:null}var qe={KHR_BINARY_GLTF:"KHR_binary_glTF",KHR_DRACO_MESH_COMPRESSION:"KHR_draco_mesh_compression",KHR_LIGHTS_PUNCTUAL:"KHR_lights_punctual",KHR_MATERIALS_CLEARCOAT:"KHR_materials_clearcoat",KHR_MATERIALS_DIFFUSE_ROUGHNESS:"KHR_materials_diffuse_roughness",KHR_MATERIALS_DISPERSION:"KHR_materials_dispersion",KHR_MATERIALS_IOR:"KHR_materials_ior",KHR_MATERIALS_SHEEN:"KHR_materials_sheen",KHR_MATERIALS_SPECULAR:"KHR_materials_specular",KHR_MATERIALS_TRANSMISSION:"KHR_materials_transmission",KHR_MATERIALS_IRIDESCENCE:"KHR_materials_iridescence",KHR_MATERIALS_ANISOTROPY:"KHR_materials_anisotropy",KHR_MATERIALS_UNLIT:"KHR_materials_unlit",KHR_MATERIALS_VOLUME:"KHR_materials_volume",KHR_TEXTURE_BASISU:"KHR_texture_basisu",KHR_TEXTURE_TRANSFORM:"KHR_texture_transform",KHR_MESH_QUANTIZATION:"KHR_mesh_quantization",KHR_MATERIALS_EMISSIVE_STRENGTH:"KHR_materials_emissive_strength",EXT_MATERIALS_BUMP:"EXT_materials_bump",EXT_TEXTURE_WEBP:"EXT_texture_webp",EXT_TEXTURE_AVIF:"EXT_texture_avif",EXT_MESHOPT_COMPRESSION:"EXT_meshopt_compression",KHR_MESHOPT_COMPRESSION:"KHR_meshopt_compression",EXT_MESH_GPU_INSTANCING:"EXT_mesh_gpu_instancing"},Jd=class{constructor(e){this.parser=e,this.name=qe.KHR_LIGHTS_PUNCTUAL,this.cache={refs:{},uses:{}}}_markDefs(){let e=this.parser,t=this.parser.json.nodes||[];for(let n=0,s=t.length;n<s;n++){let r=t[n];r.extensions&&r.extensions[this.name]&&r.extensions[this.name].light!==void 0&&e._addNodeRef(this.cache,r.extensions[this.name].light)}}_loadLight(e){let t=this.parser,n="light:"+e,s=t.cache.get(n);if(s)return s;let r=t.json,l=((r.extensions&&r.extensions[this.name]||{}).lights||[])[e],c,u=new Ee(16777215);l.color!==void 0&&u.setRGB(l.color[0],l.color[1],l.color[2],Tt);let h=l.range!==void 0?l.range:0;switch(l.type){case"directional":c=new vi(u),c.target.position.set(0,0,-1),c.add(c.target);break;case"point":c=new jn(u),c.distance=h;break;case"spot":c=new Xn(u),c.distance=h,l.spot=l.spot||{},l.spot.innerConeAngle=l.spot.innerConeAngle!==void 0?l.spot.innerConeAngle:0,l.spot.outerConeAngle=l.spot.outerConeAngle!==void 0?l.spot.outerConeAngle:Math.PI/4,c.angle=l.spot.outerConeAngle,c.penumbra=1-l.spot.innerConeAngle/l.spot.outerConeAngle,c.target.position.set(0,0,-1),c.add(c.target);break;default:throw new Error("THREE.GLTFLoader: Unexpected light type: "+l.type)}return c.position.set(0,0,0),Ci(c,l),l.intensity!==void 0&&(c.intensity=l.intensity),c.name=t.createUniqueName(l.name||"light_"+e),s=Promise.resolve(c),t.cache.add(n,s),s}getDependency(e,t){if(e==="light")return this._loadLight(t)}createNodeAttachment(e){let t=this,n=this.parser,r=n.json.nodes[e],a=(r.extensions&&r.extensions[this.name]||{}).light;return a===void 0?null:this._loadLight(a).then(function(l){return n._getNodeRef(t.cache,a,l)})}},$d=class{constructor(){this.name=qe.KHR_MATERIALS_UNLIT}getMaterialType(){return cn}extendParams(e,t,n){let s=[];e.color=new Ee(1,1,1),e.opacity=1;let r=t.pbrMetallicRoughness;if(r){if(Array.isArray(r.baseColorFactor)){let o=r.baseColorFactor;e.color.setRGB(o[0],o[1],o[2],Tt),e.opacity=o[3]}r.baseColorTexture!==void 0&&s.push(n.assignTexture(e,"map",r.baseColorTexture,St))}return Promise.all(s)}},Zd=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_EMISSIVE_STRENGTH}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);return n===null||n.emissiveStrength!==void 0&&(t.emissiveIntensity=n.emissiveStrength),Promise.resolve()}},Qd=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_CLEARCOAT}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];if(n.clearcoatFactor!==void 0&&(t.clearcoat=n.clearcoatFactor),n.clearcoatTexture!==void 0&&s.push(this.parser.assignTexture(t,"clearcoatMap",n.clearcoatTexture)),n.clearcoatRoughnessFactor!==void 0&&(t.clearcoatRoughness=n.clearcoatRoughnessFactor),n.clearcoatRoughnessTexture!==void 0&&s.push(this.parser.assignTexture(t,"clearcoatRoughnessMap",n.clearcoatRoughnessTexture)),n.clearcoatNormalTexture!==void 0&&(s.push(this.parser.assignTexture(t,"clearcoatNormalMap",n.clearcoatNormalTexture)),n.clearcoatNormalTexture.scale!==void 0)){let r=n.clearcoatNormalTexture.scale;t.clearcoatNormalScale=new Pe(r,r)}return Promise.all(s)}},ef=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_DIFFUSE_ROUGHNESS}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];return t.diffuseRoughness=n.diffuseRoughnessFactor!==void 0?n.diffuseRoughnessFactor:0,n.diffuseRoughnessTexture!==void 0&&s.push(this.parser.assignTexture(t,"diffuseRoughnessMap",n.diffuseRoughnessTexture)),Promise.all(s)}},tf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_DISPERSION}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);return n===null||(t.dispersion=n.dispersion!==void 0?n.dispersion:0),Promise.resolve()}},nf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_IRIDESCENCE}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];return n.iridescenceFactor!==void 0&&(t.iridescence=n.iridescenceFactor),n.iridescenceTexture!==void 0&&s.push(this.parser.assignTexture(t,"iridescenceMap",n.iridescenceTexture)),n.iridescenceIor!==void 0&&(t.iridescenceIOR=n.iridescenceIor),n.iridescenceThicknessMinimum!==void 0&&(t.iridescenceThicknessMinimum=n.iridescenceThicknessMinimum),n.iridescenceThicknessMaximum!==void 0&&(t.iridescenceThicknessMaximum=n.iridescenceThicknessMaximum),n.iridescenceThicknessTexture!==void 0&&s.push(this.parser.assignTexture(t,"iridescenceThicknessMap",n.iridescenceThicknessTexture)),Promise.all(s)}},sf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_SHEEN}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];if(t.sheenColor=new Ee(0,0,0),t.sheenRoughness=0,t.sheen=1,n.sheenColorFactor!==void 0){let r=n.sheenColorFactor;t.sheenColor.setRGB(r[0],r[1],r[2],Tt)}return n.sheenRoughnessFactor!==void 0&&(t.sheenRoughness=n.sheenRoughnessFactor),n.sheenColorTexture!==void 0&&s.push(this.parser.assignTexture(t,"sheenColorMap",n.sheenColorTexture,St)),n.sheenRoughnessTexture!==void 0&&s.push(this.parser.assignTexture(t,"sheenRoughnessMap",n.sheenRoughnessTexture)),Promise.all(s)}},rf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_TRANSMISSION}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];return n.transmissionFactor!==void 0&&(t.transmission=n.transmissionFactor),n.transmissionTexture!==void 0&&s.push(this.parser.assignTexture(t,"transmissionMap",n.transmissionTexture)),Promise.all(s)}},of=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_VOLUME}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];t.thickness=n.thicknessFactor!==void 0?n.thicknessFactor:0,n.thicknessTexture!==void 0&&s.push(this.parser.assignTexture(t,"thicknessMap",n.thicknessTexture)),t.attenuationDistance=n.attenuationDistance||1/0;let r=n.attenuationColor||[1,1,1];return t.attenuationColor=new Ee().setRGB(r[0],r[1],r[2],Tt),Promise.all(s)}},af=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_IOR}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);return n===null||(t.ior=n.ior!==void 0?n.ior:1.5,t.ior===0&&(t.ior=1e3)),Promise.resolve()}},lf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_SPECULAR}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];t.specularIntensity=n.specularFactor!==void 0?n.specularFactor:1,n.specularTexture!==void 0&&s.push(this.parser.assignTexture(t,"specularIntensityMap",n.specularTexture));let r=n.specularColorFactor||[1,1,1];return t.specularColor=new Ee().setRGB(r[0],r[1],r[2],Tt),n.specularColorTexture!==void 0&&s.push(this.parser.assignTexture(t,"specularColorMap",n.specularColorTexture,St)),Promise.all(s)}},cf=class{constructor(e){this.parser=e,this.name=qe.EXT_MATERIALS_BUMP}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];return t.bumpScale=n.bumpFactor!==void 0?n.bumpFactor:1,n.bumpTexture!==void 0&&s.push(this.parser.assignTexture(t,"bumpMap",n.bumpTexture)),Promise.all(s)}},uf=class{constructor(e){this.parser=e,this.name=qe.KHR_MATERIALS_ANISOTROPY}getMaterialType(e){return Et(this.parser,e,this.name)!==null?xn:null}extendMaterialParams(e,t){let n=Et(this.parser,e,this.name);if(n===null)return Promise.resolve();let s=[];return n.anisotropyStrength!==void 0&&(t.anisotropy=n.anisotropyStrength),n.anisotropyRotation!==void 0&&(t.anisotropyRotation=n.anisotropyRotation),n.anisotropyTexture!==void 0&&s.push(this.parser.assignTexture(t,"anisotropyMap",n.anisotropyTexture)),Promise.all(s)}},hf=class{constructor(e){this.parser=e,this.name=qe.KHR_TEXTURE_BASISU}loadTexture(e){let t=this.parser,n=t.json,s=n.textures[e];if(!s.extensions||!s.extensions[this.name])return null;let r=s.extensions[this.name],o=t.options.ktx2Loader;if(!o){if(n.extensionsRequired&&n.extensionsRequired.indexOf(this.name)>=0)throw new Error("THREE.GLTFLoader: setKTX2Loader must be called before loading KTX2 textures");return null}return t.loadTextureImage(e,r.source,o)}},df=class{constructor(e){this.parser=e,this.name=qe.EXT_TEXTURE_WEBP}loadTexture(e){let t=this.name,n=this.parser,s=n.json,r=s.textures[e];if(!r.extensions||!r.extensions[t])return null;let o=r.extensions[t],a=s.images[o.source],l=n.textureLoader;if(a.uri){let c=n.options.manager.getHandler(a.uri);c!==null&&(l=c)}return n.loadTextureImage(e,o.source,l)}},ff=class{constructor(e){this.parser=e,this.name=qe.EXT_TEXTURE_AVIF}loadTexture(e){let t=this.name,n=this.parser,s=n.json,r=s.textures[e];if(!r.extensions||!r.extensions[t])return null;let o=r.extensions[t],a=s.images[o.source],l=n.textureLoader;if(a.uri){let c=n.options.manager.getHandler(a.uri);c!==null&&(l=c)}return n.loadTextureImage(e,o.source,l)}},eu=class{constructor(e,t){this.name=t,this.parser=e}loadBufferView(e){let t=this.parser.json,n=t.bufferViews[e];if(n.extensions&&n.extensions[this.name]){let s=n.extensions[this.name],r=this.parser.getDependency("buffer",s.buffer),o=this.parser.options.meshoptDecoder;if(!o||!o.supported){if(t.extensionsRequired&&t.extensionsRequired.indexOf(this.name)>=0)throw new Error("THREE.GLTFLoader: setMeshoptDecoder must be called before loading compressed files");return null}return r.then(function(a){let l=s.byteOffset||0,c=s.byteLength||0,u=s.count,h=s.byteStride,d=new Uint8Array(a,l,c);return o.decodeGltfBufferAsync?o.decodeGltfBufferAsync(u,h,d,s.mode,s.filter).then(function(f){return f.buffer}):o.ready.then(function(){let f=new ArrayBuffer(u*h);return o.decodeGltfBuffer(new Uint8Array(f),u,h,d,s.mode,s.filter),f})})}else return null}},pf=class{constructor(e){this.name=qe.EXT_MESH_GPU_INSTANCING,this.parser=e}createNodeMesh(e){let t=this.parser.json,n=t.nodes[e];if(!n.extensions||!n.extensions[this.name]||n.mesh===void 0)return null;let s=t.meshes[n.mesh];for(let c of s.primitives)if(c.mode!==Yn.TRIANGLES&&c.mode!==Yn.TRIANGLE_STRIP&&c.mode!==Yn.TRIANGLE_FAN&&c.mode!==void 0)return null;let o=n.extensions[this.name].attributes,a=[],l={};for(let c in o)a.push(this.parser.getDependency("accessor",o[c]).then(u=>(l[c]=u,l[c])));return a.length<1?null:(a.push(this.parser.createNodeMesh(e)),Promise.all(a).then(c=>{let u=c.pop(),h=u.isGroup?u.children:[u],d=c[0].count,f=[];for(let g of h){let x=new xe,p=new C,m=new lt,b=new C(1,1,1),_=new Do(g.geometry,g.material,d);for(let M=0;M<d;M++)l.TRANSLATION&&p.fromBufferAttribute(l.TRANSLATION,M),l.ROTATION&&m.fromBufferAttribute(l.ROTATION,M),l.SCALE&&b.fromBufferAttribute(l.SCALE,M),_.setMatrixAt(M,x.compose(p,m,b));let y=null;for(let M in l)if(M==="_COLOR_0"){let w=l[M];_.instanceColor=new Hi(w.array,w.itemSize,w.normalized)}else if(M!=="TRANSLATION"&&M!=="ROTATION"&&M!=="SCALE"){if(y===null){let v=_.geometry;y=new gt,y.name=v.name;for(let S in v.attributes)y.setAttribute(S,v.attributes[S]);for(let S in v.morphAttributes)y.morphAttributes[S]=v.morphAttributes[S];v.index!==null&&y.setIndex(v.index),y.morphTargetsRelative=v.morphTargetsRelative;for(let S of v.groups)y.addGroup(S.start,S.count,S.materialIndex);v.boundingBox!==null&&(y.boundingBox=v.boundingBox.clone()),v.boundingSphere!==null&&(y.boundingSphere=v.boundingSphere.clone()),y.drawRange.start=v.drawRange.start,y.drawRange.count=v.drawRange.count,y.userData=Object.assign({},v.userData),_.geometry=y}let w=l[M];y.setAttribute(M,new Hi(w.array,w.itemSize,w.normalized))}bt.prototype.copy.call(_,g),this.parser.assignFinalMaterial(_),f.push(_)}return u.isGroup?(u.clear(),u.add(...f),u):f[0]}))}},lx="glTF",xa=12,sx={JSON:1313821514,BIN:5130562},mf=class{constructor(e){this.name=qe.KHR_BINARY_GLTF,this.content=null,this.body=null;let t=new DataView(e,0,xa),n=new TextDecoder;if(this.header={magic:n.decode(new Uint8Array(e.slice(0,4))),version:t.getUint32(4,!0),length:t.getUint32(8,!0)},this.header.magic!==lx)throw new Error("THREE.GLTFLoader: Unsupported glTF-Binary header.");if(this.header.version<2)throw new Error("THREE.GLTFLoader: Legacy binary file detected.");let s=this.header.length-xa,r=new DataView(e,xa),o=0;for(;o<s;){let a=r.getUint32(o,!0);o+=4;let l=r.getUint32(o,!0);if(o+=4,l===sx.JSON){let c=new Uint8Array(e,xa+o,a);this.content=n.decode(c)}else if(l===sx.BIN){let c=xa+o;this.body=e.slice(c,c+a)}o+=a}if(this.content===null)throw new Error("THREE.GLTFLoader: JSON content not found.")}},gf=class{constructor(e,t){if(!t)throw new Error("THREE.GLTFLoader: No DRACOLoader instance provided.");this.name=qe.KHR_DRACO_MESH_COMPRESSION,this.json=e,this.dracoLoader=t,this.dracoLoader.preload()}decodePrimitive(e,t){let n=this.json,s=this.dracoLoader,r=e.extensions[this.name].bufferView,o=e.extensions[this.name].attributes,a={},l={},c={};for(let u in o){let h=vf[u]||u.toLowerCase();a[h]=o[u]}for(let u in e.attributes){let h=vf[u]||u.toLowerCase();if(o[u]!==void 0){let d=n.accessors[e.attributes[u]],f=Zr[d.componentType];c[h]=f.name,l[h]=d.normalized===!0}}return t.getDependency("bufferView",r).then(function(u){return new Promise(function(h,d){s.decodeDracoFile(u,function(f){for(let g in f.attributes){let x=f.attributes[g],p=l[g];p!==void 0&&(x.normalized=p)}h(f)},a,c,Tt,d)})})}},bf=class{constructor(){this.name=qe.KHR_TEXTURE_TRANSFORM}extendTexture(e,t){if((t.texCoord===void 0||t.texCoord===e.channel)&&t.offset===void 0&&t.rotation===void 0&&t.scale===void 0)return e;if(e=e.clone(),t.texCoord!==void 0&&(e.channel=t.texCoord),t.offset!==void 0&&e.offset.fromArray(t.offset),t.rotation!==void 0&&(e.rotation=t.rotation),t.scale!==void 0&&e.repeat.fromArray(t.scale),t.rotation!==void 0){let n=Math.cos(e.rotation),s=Math.sin(e.rotation);e.matrix.set(e.repeat.x*n,e.repeat.y*s,e.offset.x,-e.repeat.x*s,e.repeat.y*n,e.offset.y,0,0,1),e.matrixAutoUpdate=!1}return e.needsUpdate=!0,e}},xf=class{constructor(){this.name=qe.KHR_MESH_QUANTIZATION}},tu=class extends xi{constructor(e,t,n,s){super(e,t,n,s)}copySampleValue_(e){let t=this.resultBuffer,n=this.sampleValues,s=this.valueSize,r=e*s*3+s;for(let o=0;o!==s;o++)t[o]=n[r+o];return t}interpolate_(e,t,n,s){let r=this.resultBuffer,o=this.sampleValues,a=this.valueSize,l=a*2,c=a*3,u=s-t,h=(n-t)/u,d=h*h,f=d*h,g=e*c,x=g-c,p=-2*f+3*d,m=f-d,b=1-p,_=m-d+h;for(let y=0;y!==a;y++){let M=o[x+y+a],w=o[x+y+l]*u,v=o[g+y+a],S=o[g+y]*u;r[y]=b*M+_*w+p*v+m*S}return r}},RA=new lt,yf=class extends tu{interpolate_(e,t,n,s){let r=super.interpolate_(e,t,n,s);return RA.fromArray(r).normalize().toArray(r),r}},Yn={FLOAT:5126,FLOAT_MAT3:35675,FLOAT_MAT4:35676,FLOAT_VEC2:35664,FLOAT_VEC3:35665,FLOAT_VEC4:35666,LINEAR:9729,REPEAT:10497,SAMPLER_2D:35678,POINTS:0,LINES:1,LINE_LOOP:2,LINE_STRIP:3,TRIANGLES:4,TRIANGLE_STRIP:5,TRIANGLE_FAN:6,UNSIGNED_BYTE:5121,UNSIGNED_SHORT:5123},Zr={5120:Int8Array,5121:Uint8Array,5122:Int16Array,5123:Uint16Array,5125:Uint32Array,5126:Float32Array},rx={9728:wt,9729:Pt,9984:Fl,9985:Nr,9986:Bs,9987:En},ox={33071:wn,33648:pr,10497:Hn},jd={SCALAR:1,VEC2:2,VEC3:3,VEC4:4,MAT2:4,MAT3:9,MAT4:16},vf={POSITION:"position",NORMAL:"normal",TANGENT:"tangent",TEXCOORD_0:"uv",TEXCOORD_1:"uv1",TEXCOORD_2:"uv2",TEXCOORD_3:"uv3",COLOR_0:"color",WEIGHTS_0:"skinWeight",JOINTS_0:"skinIndex"},ys={scale:"scale",translation:"position",rotation:"quaternion",weights:"morphTargetInfluences"},CA={CUBICSPLINE:void 0,LINEAR:Ns,STEP:Ds},Kd={OPAQUE:"OPAQUE",MASK:"MASK",BLEND:"BLEND"};function PA(i){return i.DefaultMaterial===void 0&&(i.DefaultMaterial=new ni({color:16777215,emissive:0,metalness:1,roughness:1,transparent:!1,depthTest:!0,side:kn})),i.DefaultMaterial}function Xs(i,e,t){for(let n in t.extensions)i[n]===void 0&&(e.userData.gltfExtensions=e.userData.gltfExtensions||{},e.userData.gltfExtensions[n]=t.extensions[n])}function Ci(i,e){e.extras!==void 0&&(typeof e.extras=="object"?Object.assign(i.userData,e.extras):console.warn("THREE.GLTFLoader: Ignoring primitive type .extras, "+e.extras))}function IA(i,e,t){let n=!1,s=!1,r=!1;for(let c=0,u=e.length;c<u;c++){let h=e[c];if(h.POSITION!==void 0&&(n=!0),h.NORMAL!==void 0&&(s=!0),h.COLOR_0!==void 0&&(r=!0),n&&s&&r)break}if(!n&&!s&&!r)return Promise.resolve(i);let o=[],a=[],l=[];for(let c=0,u=e.length;c<u;c++){let h=e[c];if(n){let d=h.POSITION!==void 0?t.getDependency("accessor",h.POSITION):i.attributes.position;o.push(d)}if(s){let d=h.NORMAL!==void 0?t.getDependency("accessor",h.NORMAL):i.attributes.normal;a.push(d)}if(r){let d=h.COLOR_0!==void 0?t.getDependency("accessor",h.COLOR_0):i.attributes.color;l.push(d)}}return Promise.all([Promise.all(o),Promise.all(a),Promise.all(l)]).then(function(c){let u=c[0],h=c[1],d=c[2];return n&&(i.morphAttributes.position=u),s&&(i.morphAttributes.normal=h),r&&(i.morphAttributes.color=d),i.morphTargetsRelative=!0,i})}function LA(i,e){if(i.updateMorphTargets(),e.weights!==void 0)for(let t=0,n=e.weights.length;t<n;t++)i.morphTargetInfluences[t]=e.weights[t];if(e.extras&&Array.isArray(e.extras.targetNames)){let t=e.extras.targetNames;if(i.morphTargetInfluences.length===t.length){i.morphTargetDictionary={};for(let n=0,s=t.length;n<s;n++)i.morphTargetDictionary[t[n]]=n}else console.warn("THREE.GLTFLoader: Invalid extras.targetNames length. Ignoring names.")}}function kA(i){let e,t=i.extensions&&i.extensions[qe.KHR_DRACO_MESH_COMPRESSION];if(t?e="draco:"+t.bufferView+":"+t.indices+":"+Yd(t.attributes):e=i.indices+":"+Yd(i.attributes)+":"+i.mode,i.targets!==void 0)for(let n=0,s=i.targets.length;n<s;n++)e+=":"+Yd(i.targets[n]);return e}function Yd(i){let e="",t=Object.keys(i).sort();for(let n=0,s=t.length;n<s;n++)e+=t[n]+":"+i[t[n]]+";";return e}function _f(i){switch(i){case Int8Array:return 1/127;case Uint8Array:return 1/255;case Int16Array:return 1/32767;case Uint16Array:return 1/65535;default:throw new Error("THREE.GLTFLoader: Unsupported normalized accessor component type.")}}function DA(i){return i.search(/\.jpe?g($|\?)/i)>0||i.search(/^data\:image\/jpeg/)===0?"image/jpeg":i.search(/\.webp($|\?)/i)>0||i.search(/^data\:image\/webp/)===0?"image/webp":i.search(/\.ktx2($|\?)/i)>0||i.search(/^data\:image\/ktx2/)===0?"image/ktx2":"image/png"}var NA=new xe,Mf=class{constructor(e={},t={}){this.json=e,this.extensions={},this.plugins={},this.options=t,this.cache=new EA,this.associations=new Map,this.primitiveCache={},this.nodeCache={},this.meshCache={refs:{},uses:{}},this.cameraCache={refs:{},uses:{}},this.lightCache={refs:{},uses:{}},this.sourceCache={},this.textureCache={},this.nodeNamesUsed={};let n=!1,s=-1,r=!1,o=-1;if(typeof navigator<"u"&&typeof navigator.userAgent<"u"){let a=navigator.userAgent;n=/^((?!chrome|android).)*safari/i.test(a)===!0;let l=a.match(/Version\/(\d+)/);s=n&&l?parseInt(l[1],10):-1,r=a.indexOf("Firefox")>-1,o=r?a.match(/Firefox\/([0-9]+)\./)[1]:-1}typeof createImageBitmap>"u"||n&&s<17||r&&o<98?(this.textureLoader=new Wo(this.options.manager),this.textureLoader.setPriority(this.options.priority),this.textureLoader.setCache(this.options.cache)):(this.textureLoader=new Xo(this.options.manager),this.textureLoader.setPriority(this.options.priority),this.textureLoader.setCache(this.options.cache)),this.textureLoader.setCrossOrigin(this.options.crossOrigin),this.textureLoader.setWithCredentials(this.options.withCredentials),this.textureLoader.setRequestHeader(this.options.requestHeader),this.fileLoader=new Er(this.options.manager),this.fileLoader.setPriority(this.options.priority),this.fileLoader.setCache(this.options.cache),this.fileLoader.setResponseType("arraybuffer"),(this.options.withCredentials||this.options.crossOrigin==="use-credentials")&&this.fileLoader.setWithCredentials(!0)}setExtensions(e){this.extensions=e}setPlugins(e){this.plugins=e}parse(e,t){let n=this,s=this.json,r=this.extensions;this.cache.removeAll(),this.nodeCache={},this._invokeAll(function(o){return o._markDefs&&o._markDefs()}),Promise.all(this._invokeAll(function(o){return o.beforeRoot&&o.beforeRoot()})).then(function(){return Promise.all([n.getDependencies("scene"),n.getDependencies("animation"),n.getDependencies("camera")])}).then(function(o){let a={scene:o[0][s.scene||0],scenes:o[0],animations:o[1],cameras:o[2],asset:s.asset,parser:n,userData:{}};return Xs(r,a,s),Ci(a,s),Promise.all(n._invokeAll(function(l){return l.afterRoot&&l.afterRoot(a)})).then(function(){for(let l of a.scenes)l.updateMatrixWorld();e(a)})}).catch(t)}_markDefs(){let e=this.json.nodes||[],t=this.json.skins||[],n=this.json.meshes||[];for(let s=0,r=t.length;s<r;s++){let o=t[s].joints;for(let a=0,l=o.length;a<l;a++)e[o[a]].isBone=!0}for(let s=0,r=e.length;s<r;s++){let o=e[s];o.mesh!==void 0&&(this._addNodeRef(this.meshCache,o.mesh),o.skin!==void 0&&(n[o.mesh].isSkinnedMesh=!0)),o.camera!==void 0&&this._addNodeRef(this.cameraCache,o.camera)}}_addNodeRef(e,t){t!==void 0&&(e.refs[t]===void 0&&(e.refs[t]=e.uses[t]=0),e.refs[t]++)}_getNodeRef(e,t,n){if(e.refs[t]<=1)return n;let s=n.clone(),r=(o,a)=>{let l=this.associations.get(o);l!=null&&this.associations.set(a,l);for(let[c,u]of o.children.entries())r(u,a.children[c])};return r(n,s),s.name+="_instance_"+e.uses[t]++,s}_invokeOne(e){let t=Object.values(this.plugins);t.push(this);for(let n=0;n<t.length;n++){let s=e(t[n]);if(s)return s}return null}_invokeAll(e){let t=Object.values(this.plugins);t.unshift(this);let n=[];for(let s=0;s<t.length;s++){let r=e(t[s]);r&&n.push(r)}return n}getDependency(e,t){let n=e+":"+t,s=this.cache.get(n);if(!s){switch(e){case"scene":s=this.loadScene(t);break;case"node":s=this._invokeOne(function(r){return r.loadNode&&r.loadNode(t)});break;case"mesh":s=this._invokeOne(function(r){return r.loadMesh&&r.loadMesh(t)});break;case"accessor":s=this.loadAccessor(t);break;case"bufferView":s=this._invokeOne(function(r){return r.loadBufferView&&r.loadBufferView(t)});break;case"buffer":s=this.loadBuffer(t);break;case"material":s=this._invokeOne(function(r){return r.loadMaterial&&r.loadMaterial(t)});break;case"texture":s=this._invokeOne(function(r){return r.loadTexture&&r.loadTexture(t)});break;case"skin":s=this.loadSkin(t);break;case"animation":s=this._invokeOne(function(r){return r.loadAnimation&&r.loadAnimation(t)});break;case"camera":s=this.loadCamera(t);break;default:if(s=this._invokeOne(function(r){return r!=this&&r.getDependency&&r.getDependency(e,t)}),!s)throw new Error("Unknown type: "+e);break}this.cache.add(n,s)}return s}getDependencies(e){let t=this.cache.get(e);if(!t){let n=this,s=this.json[e+(e==="mesh"?"es":"s")]||[];t=Promise.all(s.map(function(r,o){return n.getDependency(e,o)})),this.cache.add(e,t)}return t}loadBuffer(e){let t=this.json.buffers[e],n=this.fileLoader;if(t.type&&t.type!=="arraybuffer")throw new Error("THREE.GLTFLoader: "+t.type+" buffer type is not supported.");if(t.uri===void 0&&e===0)return Promise.resolve(this.extensions[qe.KHR_BINARY_GLTF].body);let s=this.options;return new Promise(function(r,o){n.load(Ji.resolveURL(t.uri,s.path),r,void 0,function(){o(new Error('THREE.GLTFLoader: Failed to load buffer "'+t.uri+'".'))})})}loadBufferView(e){let t=this.json.bufferViews[e];return this.getDependency("buffer",t.buffer).then(function(n){let s=t.byteLength||0,r=t.byteOffset||0;return n.slice(r,r+s)})}loadAccessor(e){let t=this,n=this.json,s=this.json.accessors[e];if(s.bufferView===void 0&&s.sparse===void 0){let o=jd[s.type],a=Zr[s.componentType],l=s.normalized===!0,c=new a(s.count*o);return Promise.resolve(new Je(c,o,l))}let r=[];return s.bufferView!==void 0?r.push(this.getDependency("bufferView",s.bufferView)):r.push(null),s.sparse!==void 0&&(r.push(this.getDependency("bufferView",s.sparse.indices.bufferView)),r.push(this.getDependency("bufferView",s.sparse.values.bufferView))),Promise.all(r).then(function(o){let a=o[0],l=jd[s.type],c=Zr[s.componentType],u=c.BYTES_PER_ELEMENT,h=u*l,d=s.byteOffset||0,f=s.bufferView!==void 0?n.bufferViews[s.bufferView].byteStride:void 0,g=s.normalized===!0,x,p;if(f&&f!==h){let m=Math.floor(d/f),b="InterleavedBuffer:"+s.bufferView+":"+s.componentType+":"+m+":"+s.count,_=t.cache.get(b);_||(x=new c(a,m*f,s.count*f/u),_=new _r(x,f/u),t.cache.add(b,_)),p=new Mr(_,l,d%f/u,g)}else a===null?x=new c(s.count*l):x=new c(a,d,s.count*l),p=new Je(x,l,g);if(s.sparse!==void 0){let m=jd.SCALAR,b=Zr[s.sparse.indices.componentType],_=s.sparse.indices.byteOffset||0,y=s.sparse.values.byteOffset||0,M=new b(o[1],_,s.sparse.count*m),w=new c(o[2],y,s.sparse.count*l);a!==null&&(p=new Je(p.array.slice(),p.itemSize,p.normalized)),p.normalized=!1;for(let v=0,S=M.length;v<S;v++){let L=M[v];if(p.setX(L,w[v*l]),l>=2&&p.setY(L,w[v*l+1]),l>=3&&p.setZ(L,w[v*l+2]),l>=4&&p.setW(L,w[v*l+3]),l>=5)throw new Error("THREE.GLTFLoader: Unsupported itemSize in sparse BufferAttribute.")}p.normalized=g}return p})}loadTexture(e){let t=this.json,n=this.options,r=t.textures[e].source,o=t.images[r],a=this.textureLoader;if(o.uri){let l=n.manager.getHandler(o.uri);l!==null&&(a=l)}return this.loadTextureImage(e,r,a)}loadTextureImage(e,t,n){let s=this,r=this.json,o=r.textures[e],a=r.images[t],l=(a.uri||a.bufferView)+":"+o.sampler;if(this.textureCache[l])return this.textureCache[l];let c=this.loadImageSource(t,n).then(function(u){u.flipY=!1,u.name=o.name||a.name||"",u.name===""&&typeof a.uri=="string"&&a.uri.startsWith("data:image/")===!1&&(u.name=a.uri);let d=(r.samplers||{})[o.sampler]||{};return u.magFilter=rx[d.magFilter]||Pt,u.minFilter=rx[d.minFilter]||En,u.wrapS=ox[d.wrapS]||Hn,u.wrapT=ox[d.wrapT]||Hn,u.generateMipmaps=!u.isCompressedTexture&&u.minFilter!==wt&&u.minFilter!==Pt,s.associations.set(u,{textures:e}),u}).catch(function(){return null});return this.textureCache[l]=c,c}loadImageSource(e,t){let n=this,s=this.json,r=this.options;if(this.sourceCache[e]!==void 0)return this.sourceCache[e].then(d=>d.clone());let o=s.images[e],a=self.URL||self.webkitURL,l=o.uri||"",c=!1,u;if(t.isKTX2Loader===!0&&o.bufferView!==void 0)u=n.getDependency("bufferView",o.bufferView).then(function(d){return new Promise(function(f,g){t.parse(d,f,g)})});else{if(o.bufferView!==void 0)l=n.getDependency("bufferView",o.bufferView).then(function(d){c=!0;let f=new Blob([d],{type:o.mimeType});return l=a.createObjectURL(f),l});else if(o.uri===void 0)throw new Error("THREE.GLTFLoader: Image "+e+" is missing URI and bufferView");u=Promise.resolve(l).then(function(d){return new Promise(function(f,g){let x=f;t.isImageBitmapLoader===!0&&(x=function(p){let m=new At(p);m.needsUpdate=!0,f(m)}),t.load(Ji.resolveURL(d,r.path),x,void 0,g)})})}let h=u.then(function(d){return c===!0&&a.revokeObjectURL(l),Ci(d,o),d.userData.mimeType=o.mimeType||DA(o.uri),d}).catch(function(d){throw console.error("THREE.GLTFLoader: Couldn't load texture",l),d});return this.sourceCache[e]=h,h}assignTexture(e,t,n,s){let r=this;return this.getDependency("texture",n.index).then(function(o){if(!o)return null;if(n.texCoord!==void 0&&n.texCoord>0&&(o=o.clone(),o.channel=n.texCoord),r.extensions[qe.KHR_TEXTURE_TRANSFORM]){let a=n.extensions!==void 0?n.extensions[qe.KHR_TEXTURE_TRANSFORM]:void 0;if(a){let l=r.associations.get(o);o=r.extensions[qe.KHR_TEXTURE_TRANSFORM].extendTexture(o,a),r.associations.set(o,l)}}return s!==void 0&&(o.colorSpace=s),e[t]=o,o})}assignFinalMaterial(e){let t=e.geometry,n=e.material,s=t.attributes.tangent===void 0,r=t.attributes.color!==void 0,o=t.attributes.normal===void 0;if(e.isPoints){let a="PointsMaterial:"+n.uuid,l=this.cache.get(a);l||(l=new wr,bn.prototype.copy.call(l,n),l.color.copy(n.color),l.map=n.map,l.sizeAttenuation=!1,this.cache.add(a,l)),n=l}else if(e.isLine){let a="LineBasicMaterial:"+n.uuid,l=this.cache.get(a);l||(l=new ds,bn.prototype.copy.call(l,n),l.color.copy(n.color),l.map=n.map,this.cache.add(a,l)),n=l}if(s||r||o){let a="ClonedMaterial:"+n.uuid+":";s&&(a+="derivative-tangents:"),r&&(a+="vertex-colors:"),o&&(a+="flat-shading:");let l=this.cache.get(a);l||(l=n.clone(),r&&(l.vertexColors=!0),o&&(l.flatShading=!0),s&&(l.normalScale&&(l.normalScale.y*=-1),l.clearcoatNormalScale&&(l.clearcoatNormalScale.y*=-1)),this.cache.add(a,l),this.associations.set(l,this.associations.get(n))),n=l}e.material=n}getMaterialType(){return ni}loadMaterial(e){let t=this,n=this.json,s=this.extensions,r=n.materials[e],o,a={},l=r.extensions||{},c=[];if(l[qe.KHR_MATERIALS_UNLIT]){let h=s[qe.KHR_MATERIALS_UNLIT];o=h.getMaterialType(),c.push(h.extendParams(a,r,t))}else{let h=r.pbrMetallicRoughness||{};if(a.color=new Ee(1,1,1),a.opacity=1,Array.isArray(h.baseColorFactor)){let d=h.baseColorFactor;a.color.setRGB(d[0],d[1],d[2],Tt),a.opacity=d[3]}h.baseColorTexture!==void 0&&c.push(t.assignTexture(a,"map",h.baseColorTexture,St)),a.metalness=h.metallicFactor!==void 0?h.metallicFactor:1,a.roughness=h.roughnessFactor!==void 0?h.roughnessFactor:1,h.metallicRoughnessTexture!==void 0&&(c.push(t.assignTexture(a,"metalnessMap",h.metallicRoughnessTexture)),c.push(t.assignTexture(a,"roughnessMap",h.metallicRoughnessTexture))),o=this._invokeOne(function(d){return d.getMaterialType&&d.getMaterialType(e)}),c.push(Promise.all(this._invokeAll(function(d){return d.extendMaterialParams&&d.extendMaterialParams(e,a)})))}r.doubleSided===!0&&(a.side=kt);let u=r.alphaMode||Kd.OPAQUE;if(u===Kd.BLEND?(a.transparent=!0,a.depthWrite=!1):(a.transparent=!1,u===Kd.MASK&&(a.alphaTest=r.alphaCutoff!==void 0?r.alphaCutoff:.5)),r.normalTexture!==void 0&&o!==cn&&(c.push(t.assignTexture(a,"normalMap",r.normalTexture)),a.normalScale=new Pe(1,1),r.normalTexture.scale!==void 0)){let h=r.normalTexture.scale;a.normalScale.set(h,h)}if(r.occlusionTexture!==void 0&&o!==cn&&(c.push(t.assignTexture(a,"aoMap",r.occlusionTexture)),r.occlusionTexture.strength!==void 0&&(a.aoMapIntensity=r.occlusionTexture.strength)),r.emissiveFactor!==void 0&&o!==cn){let h=r.emissiveFactor;a.emissive=new Ee().setRGB(h[0],h[1],h[2],Tt)}return r.emissiveTexture!==void 0&&o!==cn&&c.push(t.assignTexture(a,"emissiveMap",r.emissiveTexture,St)),Promise.all(c).then(function(){let h=new o(a);return r.name&&(h.name=r.name),Ci(h,r),t.associations.set(h,{materials:e}),r.extensions&&Xs(s,h,r),h})}createUniqueName(e){let t=dt.sanitizeNodeName(e||"");return t in this.nodeNamesUsed?t+"_"+ ++this.nodeNamesUsed[t]:(this.nodeNamesUsed[t]=0,t)}loadGeometries(e){let t=this,n=this.extensions,s=this.primitiveCache;function r(a){return n[qe.KHR_DRACO_MESH_COMPRESSION].decodePrimitive(a,t).then(function(l){return ax(l,a,t)})}let o=[];for(let a=0,l=e.length;a<l;a++){let c=e[a],u=kA(c),h=s[u];if(h)o.push(h.promise);else{let d;c.extensions&&c.extensions[qe.KHR_DRACO_MESH_COMPRESSION]?d=r(c):d=ax(new gt,c,t),c.mode===Yn.TRIANGLE_STRIP?d=d.then(f=>Xd(f,sa)):c.mode===Yn.TRIANGLE_FAN&&(d=d.then(f=>Xd(f,Or))),s[u]={primitive:c,promise:d},o.push(d)}}return Promise.all(o)}loadMesh(e){let t=this,n=this.json,s=this.extensions,r=n.meshes[e],o=r.primitives,a=[];for(let l=0,c=o.length;l<c;l++){let u=o[l].material===void 0?PA(this.cache):this.getDependency("material",o[l].material);a.push(u)}return a.push(t.loadGeometries(o)),Promise.all(a).then(async function(l){let c=l.slice(0,l.length-1),u=l[l.length-1],h=[];for(let f=0,g=u.length;f<g;f++){let x=u[f],p=o[f],m,b=c[f];if(p.mode===Yn.TRIANGLES||p.mode===Yn.TRIANGLE_STRIP||p.mode===Yn.TRIANGLE_FAN||p.mode===void 0){let _=r.isSkinnedMesh===!0,y=x.hasAttribute("skinIndex")&&x.hasAttribute("skinWeight");_&&y===!1&&console.warn("THREE.GLTFLoader: Missing skinIndex or skinWeight attributes. Skinning disabled."),m=_&&y?new Lo(x,b):new nt(x,b),m.isSkinnedMesh===!0&&m.normalizeSkinWeights()}else if(p.mode===Yn.LINES)m=new qn(x,b);else if(p.mode===Yn.LINE_STRIP)m=new Wn(x,b);else if(p.mode===Yn.LINE_LOOP)m=new gi(x,b);else if(p.mode===Yn.POINTS)m=new bi(x,b);else throw new Error("THREE.GLTFLoader: Primitive mode unsupported: "+p.mode);Object.keys(m.geometry.morphAttributes).length>0&&LA(m,r),m.name=t.createUniqueName(r.name||"mesh_"+e),Ci(m,r),p.extensions&&Xs(s,m,p),t.assignFinalMaterial(m),h.push(m)}for(let f=0,g=h.length;f<g;f++)t.associations.set(h[f],{meshes:e,primitives:f});if(h.length===1)return r.extensions&&Xs(s,h[0],r),h[0];let d=new Lt;r.extensions&&Xs(s,d,r),t.associations.set(d,{meshes:e});for(let f=0,g=h.length;f<g;f++)d.add(h[f]);return d})}loadCamera(e){let t,n=this.json.cameras[e],s=n[n.type];if(!s){console.warn("THREE.GLTFLoader: Missing camera parameters.");return}return n.type==="perspective"?t=new Ct(vc.radToDeg(s.yfov),s.aspectRatio||1,s.znear||1,s.zfar||2e6):n.type==="orthographic"&&(t=new ii(-s.xmag,s.xmag,s.ymag,-s.ymag,s.znear,s.zfar)),n.name&&(t.name=this.createUniqueName(n.name)),Ci(t,n),Promise.resolve(t)}loadSkin(e){let t=this.json.skins[e],n=[];for(let s=0,r=t.joints.length;s<r;s++)n.push(this._loadNodeShallow(t.joints[s]));return t.inverseBindMatrices!==void 0?n.push(this.getDependency("accessor",t.inverseBindMatrices)):n.push(null),Promise.all(n).then(function(s){let r=s.pop(),o=s,a=[],l=[];for(let c=0,u=o.length;c<u;c++){let h=o[c];if(h){a.push(h);let d=new xe;r!==null&&d.fromArray(r.array,c*16),l.push(d)}else console.warn('THREE.GLTFLoader: Joint "%s" could not be found.',t.joints[c])}return new ko(a,l)})}loadAnimation(e){let t=this.json,n=this,s=t.animations[e],r=s.name?s.name:"animation_"+e,o=[],a=[],l=[],c=[],u=[];for(let h=0,d=s.channels.length;h<d;h++){let f=s.channels[h],g=s.samplers[f.sampler],x=f.target,p=x.node,m=s.parameters!==void 0?s.parameters[g.input]:g.input,b=s.parameters!==void 0?s.parameters[g.output]:g.output;x.node!==void 0&&(o.push(this.getDependency("node",p)),a.push(this.getDependency("accessor",m)),l.push(this.getDependency("accessor",b)),c.push(g),u.push(x))}return Promise.all([Promise.all(o),Promise.all(a),Promise.all(l),Promise.all(c),Promise.all(u)]).then(function(h){let d=h[0],f=h[1],g=h[2],x=h[3],p=h[4],m=[];for(let _=0,y=d.length;_<y;_++){let M=d[_],w=f[_],v=g[_],S=x[_],L=p[_];if(M===void 0)continue;M.updateMatrix&&M.updateMatrix();let E=n._createAnimationTracks(M,w,v,S,L);if(E)for(let R=0;R<E.length;R++)m.push(E[R])}let b=new Ho(r,void 0,m);return Ci(b,s),b})}createNodeMesh(e){let t=this.json,n=this,s=t.nodes[e];return s.mesh===void 0?null:n.getDependency("mesh",s.mesh).then(function(r){let o=n._getNodeRef(n.meshCache,s.mesh,r);return s.weights!==void 0&&o.traverse(function(a){if(a.isMesh)for(let l=0,c=s.weights.length;l<c;l++)a.morphTargetInfluences[l]=s.weights[l]}),o})}loadNode(e){let t=this.json,n=this,s=t.nodes[e],r=n._loadNodeShallow(e),o=[],a=s.children||[];for(let c=0,u=a.length;c<u;c++)o.push(n.getDependency("node",a[c]));let l=s.skin===void 0?Promise.resolve(null):n.getDependency("skin",s.skin);return Promise.all([r,Promise.all(o),l]).then(function(c){let u=c[0],h=c[1],d=c[2];d!==null&&u.traverse(function(f){f.isSkinnedMesh&&f.bind(d,NA)});for(let f=0,g=h.length;f<g;f++)u.add(h[f]);if(u.userData.pivot!==void 0&&h.length>0){let f=u.userData.pivot,g=h[0];u.pivot=new C().fromArray(f),u.position.x-=f[0],u.position.y-=f[1],u.position.z-=f[2],g.position.set(0,0,0),delete u.userData.pivot}return u})}_loadNodeShallow(e){let t=this.json,n=this.extensions,s=this;if(this.nodeCache[e]!==void 0)return this.nodeCache[e];let r=t.nodes[e],o=r.name?s.createUniqueName(r.name):"",a=[],l=s._invokeOne(function(c){return c.createNodeMesh&&c.createNodeMesh(e)});return l&&a.push(l),r.camera!==void 0&&a.push(s.getDependency("camera",r.camera).then(function(c){return s._getNodeRef(s.cameraCache,r.camera,c)})),s._invokeAll(function(c){return c.createNodeAttachment&&c.createNodeAttachment(e)}).forEach(function(c){a.push(c)}),this.nodeCache[e]=Promise.all(a).then(function(c){let u;if(r.isBone===!0?u=new Sr:c.length>1?u=new Lt:c.length===1?u=c[0]:u=new bt,u!==c[0])for(let h=0,d=c.length;h<d;h++)u.add(c[h]);if(r.name&&(u.userData.name=r.name,u.name=o),Ci(u,r),r.extensions&&Xs(n,u,r),r.matrix!==void 0){let h=new xe;h.fromArray(r.matrix),u.applyMatrix4(h)}else r.translation!==void 0&&u.position.fromArray(r.translation),r.rotation!==void 0&&u.quaternion.fromArray(r.rotation),r.scale!==void 0&&u.scale.fromArray(r.scale);if(!s.associations.has(u))s.associations.set(u,{});else if(r.mesh!==void 0&&s.meshCache.refs[r.mesh]>1){let h=s.associations.get(u);s.associations.set(u,{...h})}return s.associations.get(u).nodes=e,u}),this.nodeCache[e]}loadScene(e){let t=this.extensions,n=this.json.scenes[e],s=this,r=new Lt;n.name&&(r.name=s.createUniqueName(n.name)),Ci(r,n),n.extensions&&Xs(t,r,n);let o=n.nodes||[],a=[];for(let l=0,c=o.length;l<c;l++)a.push(s.getDependency("node",o[l]));return Promise.all(a).then(function(l){for(let u=0,h=l.length;u<h;u++){let d=l[u];d.parent!==null?r.add(nx(d)):r.add(d)}let c=u=>{let h=new Map;for(let[d,f]of s.associations)(d instanceof bn||d instanceof At)&&h.set(d,f);return u.traverse(d=>{let f=s.associations.get(d);f!=null&&h.set(d,f)}),h};return s.associations=c(r),r})}_createAnimationTracks(e,t,n,s,r){let o=[],a=e.name?e.name:e.uuid,l=[];function c(f){f.morphTargetInfluences&&l.push(f.name?f.name:f.uuid)}ys[r.path]===ys.weights?(c(e),e.isGroup&&e.children.forEach(c)):l.push(a);let u;switch(ys[r.path]){case ys.weights:u=ji;break;case ys.rotation:u=Ki;break;case ys.translation:case ys.scale:u=fs;break;default:n.itemSize===1?u=ji:u=fs;break}let h=s.interpolation!==void 0?CA[s.interpolation]:Ns,d=this._getArrayFromAccessor(n);for(let f=0,g=l.length;f<g;f++){let x=new u(l[f]+"."+ys[r.path],t.array,d,h);s.interpolation==="CUBICSPLINE"&&this._createCubicSplineTrackInterpolant(x),o.push(x)}return o}_getArrayFromAccessor(e){let t=e.array;if(e.normalized){let n=_f(t.constructor),s=new Float32Array(t.length);for(let r=0,o=t.length;r<o;r++)s[r]=t[r]*n;t=s}return t}_createCubicSplineTrackInterpolant(e){e.createInterpolant=function(n){let s=this instanceof Ki?yf:tu;return new s(this.times,this.values,this.getValueSize()/3,n)},e.createInterpolant.isInterpolantFactoryMethodGLTFCubicSpline=!0}};function FA(i,e,t){let n=e.attributes,s=new We;if(n.POSITION!==void 0){let a=t.json.accessors[n.POSITION],l=a.min,c=a.max;if(l!==void 0&&c!==void 0){if(s.set(new C(l[0],l[1],l[2]),new C(c[0],c[1],c[2])),a.normalized){let u=_f(Zr[a.componentType]);s.min.multiplyScalar(u),s.max.multiplyScalar(u)}}else{console.warn("THREE.GLTFLoader: Missing min/max properties for accessor POSITION.");return}}else return;let r=e.targets;if(r!==void 0){let a=new C,l=new C;for(let c=0,u=r.length;c<u;c++){let h=r[c];if(h.POSITION!==void 0){let d=t.json.accessors[h.POSITION],f=d.min,g=d.max;if(f!==void 0&&g!==void 0){if(l.setX(Math.max(Math.abs(f[0]),Math.abs(g[0]))),l.setY(Math.max(Math.abs(f[1]),Math.abs(g[1]))),l.setZ(Math.max(Math.abs(f[2]),Math.abs(g[2]))),d.normalized){let x=_f(Zr[d.componentType]);l.multiplyScalar(x)}a.max(l)}else console.warn("THREE.GLTFLoader: Missing min/max properties for accessor POSITION.")}}s.expandByVector(a)}i.boundingBox=s;let o=new vt;s.getCenter(o.center),o.radius=s.min.distanceTo(s.max)/2,i.boundingSphere=o}function ax(i,e,t){let n=e.attributes,s=[];function r(o,a){return t.getDependency("accessor",o).then(function(l){i.setAttribute(a,l)})}for(let o in n){let a=vf[o]||o.toLowerCase();a in i.attributes||s.push(r(n[o],a))}if(e.indices!==void 0&&!i.index){let o=t.getDependency("accessor",e.indices).then(function(a){i.setIndex(a)});s.push(o)}return He.workingColorSpace!==Tt&&"COLOR_0"in n&&console.warn(`THREE.GLTFLoader: Converting vertex colors from "srgb-linear" to "${He.workingColorSpace}" not supported.`),Ci(i,e),FA(i,e,t),Promise.all(s).then(function(){return e.targets!==void 0?IA(i,e.targets,t):i})}var cx=(function(){var i="b9H79Tebbbe8Fv9Gbb9Gvuuuuueu9Giuuub9Geueu9Giuuueuixkbeeeddddillviebeoweuecj:Gdkr;Neqo9TW9T9VV95dbH9F9F939H79T9F9J9H229F9Jt9VV7bb8A9TW79O9V9Wt9F9KW9J9V9KW9wWVtW949c919M9MWVbeY9TW79O9V9Wt9F9KW9J9V9KW69U9KW949c919M9MWVbdE9TW79O9V9Wt9F9KW9J9V9KW69U9KW949tWG91W9U9JWbiL9TW79O9V9Wt9F9KW9J9V9KWS9P2tWV9p9JtblK9TW79O9V9Wt9F9KW9J9V9KWS9P2tWV9r919HtbvL9TW79O9V9Wt9F9KW9J9V9KWS9P2tWVT949WboY9TW79O9V9Wt9F9KW9J9V9KWS9P2tWVJ9V29VVbrl79IV9Rbwq:VZkdbk:XYi5ud9:du8Jjjjjbcj;kb9Rgv8Kjjjjbc9:hodnalTmbcuhoaiRbbgrc;WeGc:Ge9hmbarcsGgwce0mbc9:hoalcufadcd4cbawEgDadfgrcKcaawEgqaraq0Egk6mbaicefhxcj;abad9Uc;WFbGcjdadca0EhmaialfgPar9Rgoadfhsavaoadz:jjjjbgzceVhHcbhOdndninaeaO9nmeaPax9RaD6mdamaeaO9RaOamfgoae6EgAcsfglc9WGhCabaOad2fhXaAcethQaxaDfhiaOaeaoaeao6E9RhLalcl4cifcd4hKazcj;cbfaAfhYcbh8AazcjdfhEaHh3incbh5dnawTmbaxa8Acd4fRbbh5kcbh8Eazcj;cbfhqinaih8Fdndndndna5a8Ecet4ciGgoc9:fPdebdkaPa8F9RaA6mrazcj;cbfa8EaA2fa8FaAz:jjjjb8Aa8FaAfhixdkazcj;cbfa8EaA2fcbaAz:kjjjb8Aa8FhixekaPa8F9RaK6mva8FaKfhidnaCTmbaPai9RcK6mbaocdtc:q:G:cjbfcj:G:cjbawEhaczhrcbhlinargoc9Wfghaqfhrdndndndndndnaaa8Fahco4fRbbalcoG4ciGcdtfydbPDbedvivvvlvkar9cb83bwar9cb83bbxlkarcbaiRbdai8Xbb9c:c:qj:bw9:9c:q;c1:I1e:d9c:b:c:e1z9:gg9cjjjjjz:dg8J9qE86bbaqaofgrcGfcbaicdfa8J9c8N1:NfghRbbag9cjjjjjw:dg8J9qE86bbarcVfcbaha8J9c8M1:NfghRbbag9cjjjjjl:dg8J9qE86bbarc7fcbaha8J9c8L1:NfghRbbag9cjjjjjd:dg8J9qE86bbarctfcbaha8J9c8K1:NfghRbbag9cjjjjje:dg8J9qE86bbarc91fcbaha8J9c8J1:NfghRbbag9cjjjj;ab:dg8J9qE86bbarc4fcbaha8J9cg1:NfghRbbag9cjjjja:dg8J9qE86bbarc93fcbaha8J9ch1:NfghRbbag9cjjjjz:dgg9qE86bbarc94fcbahag9ca1:NfghRbbai8Xbe9c:c:qj:bw9:9c:q;c1:I1e:d9c:b:c:e1z9:gg9cjjjjjz:dg8J9qE86bbarc95fcbaha8J9c8N1:NfgiRbbag9cjjjjjw:dg8J9qE86bbarc96fcbaia8J9c8M1:NfgiRbbag9cjjjjjl:dg8J9qE86bbarc97fcbaia8J9c8L1:NfgiRbbag9cjjjjjd:dg8J9qE86bbarc98fcbaia8J9c8K1:NfgiRbbag9cjjjjje:dg8J9qE86bbarc99fcbaia8J9c8J1:NfgiRbbag9cjjjj;ab:dg8J9qE86bbarc9:fcbaia8J9cg1:NfgiRbbag9cjjjja:dg8J9qE86bbarcufcbaia8J9ch1:NfgiRbbag9cjjjjz:dgg9qE86bbaiag9ca1:NfhixikaraiRblaiRbbghco4g8Ka8KciSg8KE86bbaqaofgrcGfaiclfa8Kfg8KRbbahcl4ciGg8La8LciSg8LE86bbarcVfa8Ka8Lfg8KRbbahcd4ciGg8La8LciSg8LE86bbarc7fa8Ka8Lfg8KRbbahciGghahciSghE86bbarctfa8Kahfg8KRbbaiRbeghco4g8La8LciSg8LE86bbarc91fa8Ka8Lfg8KRbbahcl4ciGg8La8LciSg8LE86bbarc4fa8Ka8Lfg8KRbbahcd4ciGg8La8LciSg8LE86bbarc93fa8Ka8Lfg8KRbbahciGghahciSghE86bbarc94fa8Kahfg8KRbbaiRbdghco4g8La8LciSg8LE86bbarc95fa8Ka8Lfg8KRbbahcl4ciGg8La8LciSg8LE86bbarc96fa8Ka8Lfg8KRbbahcd4ciGg8La8LciSg8LE86bbarc97fa8Ka8Lfg8KRbbahciGghahciSghE86bbarc98fa8KahfghRbbaiRbigico4g8Ka8KciSg8KE86bbarc99faha8KfghRbbaicl4ciGg8Ka8KciSg8KE86bbarc9:faha8KfghRbbaicd4ciGg8Ka8KciSg8KE86bbarcufaha8KfgrRbbaiciGgiaiciSgiE86bbaraifhixdkaraiRbwaiRbbghcl4g8Ka8KcsSg8KE86bbaqaofgrcGfaicwfa8Kfg8KRbbahcsGghahcsSghE86bbarcVfa8KahfghRbbaiRbeg8Kcl4g8La8LcsSg8LE86bbarc7faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarctfaha8KfghRbbaiRbdg8Kcl4g8La8LcsSg8LE86bbarc91faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarc4faha8KfghRbbaiRbig8Kcl4g8La8LcsSg8LE86bbarc93faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarc94faha8KfghRbbaiRblg8Kcl4g8La8LcsSg8LE86bbarc95faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarc96faha8KfghRbbaiRbvg8Kcl4g8La8LcsSg8LE86bbarc97faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarc98faha8KfghRbbaiRbog8Kcl4g8La8LcsSg8LE86bbarc99faha8LfghRbba8KcsGg8Ka8KcsSg8KE86bbarc9:faha8KfghRbbaiRbrgicl4g8Ka8KcsSg8KE86bbarcufaha8KfgrRbbaicsGgiaicsSgiE86bbaraifhixekarai8Pbw83bwarai8Pbb83bbaiczfhikdnaoaC9pmbalcdfhlaoczfhraPai9RcL0mekkaoaC6moaimexokaCmva8FTmvkaqaAfhqa8Ecefg8Ecl9hmbkdndndndnawTmbasa8Acd4fRbbgociGPlbedrbkaATmdaza8Afh8Fazcj;cbfhhcbh8EaEhaina8FRbbhraahocbhlinaoahalfRbbgqce4cbaqceG9R7arfgr86bbaoadfhoaAalcefgl9hmbkaacefhaa8Fcefh8FahaAfhha8Ecefg8Ecl9hmbxikkaATmeaza8Afhaazcj;cbfhhcbhoceh8EaYh8FinaEaofhlaa8Vbbhrcbhoinala8FaofRbbcwtahaofRbbgqVc;:FiGce4cbaqceG9R7arfgr87bbaladfhlaLaocefgofmbka8FaQfh8FcdhoaacdfhaahaQfhha8EceGhlcbh8EalmbxdkkaATmbaocl4h8Eaza8AfRbbhqcwhoa3hlinalRbbaotaqVhqalcefhlaocwfgoca9hmbkcbhhaEh8FaYhainazcj;cbfahfRbbhrcwhoaahlinalRbbaotarVhralaAfhlaocwfgoca9hmbkara8E94aq7hqcbhoa8Fhlinalaqao486bbalcefhlaocwfgoca9hmbka8Fadfh8FaacefhaahcefghaA9hmbkkaEclfhEa3clfh3a8Aclfg8Aad6mbkaXazcjdfaAad2z:jjjjb8AazazcjdfaAcufad2fadz:jjjjb8AaAaOfhOaihxaimbkc9:hoxdkcbc99aPax9RakSEhoxekc9:hokavcj;kbf8Kjjjjbaok:ysezu8Jjjjjbc;ae9Rgv8Kjjjjbc9:hodnalaeci9UgrcHf6mbcuhoaiRbbgwc;WeGc;Ge9hmbawcsGgDce0mbavc;abfcFecjez:kjjjb8Aav9cu83iUav9cu83i8Wav9cu83iyav9cu83iaav9cu83iKav9cu83izav9cu83iwav9cu83ibaialfc9WfhqaicefgwarfhldnaeTmbcmcsaDceSEhkcbhxcbhmcbhrcbhicbhoindnalaq9nmbc9:hoxikdndnawRbbgDc;Ve0mbavc;abfaoaDcu7gPcl4fcsGcitfgsydlhzasydbhHdndnaDcsGgsak9pmbavaiaPfcsGcdtfydbaxasEhDaxasTgOfhxxekdndnascsSmbcehOasc987asamffcefhDxekalcefhDal8SbbgscFeGhPdndnascu9mmbaDhlxekalcvfhlaPcFbGhPcrhsdninaD8SbbgOcFbGastaPVhPaOcu9kmeaDcefhDascrfgsc8J9hmbxdkkaDcefhlkcehOaPce4cbaPceG9R7amfhDkaDhmkavc;abfaocitfgsaDBdbasazBdlavaicdtfaDBdbavc;abfaocefcsGcitfgsaHBdbasaDBdlaocdfhoaOaifhidnadcd9hmbabarcetfgsaH87ebasclfaD87ebascdfaz87ebxdkabarcdtfgsaHBdbascwfaDBdbasclfazBdbxekdnaDcpe0mbavaiaqaDcsGfRbbgscl4gP9RcsGcdtfydbaxcefgOaPEhDavaias9RcsGcdtfydbaOaPTgzfgOascsGgPEhsaPThPdndnadcd9hmbabarcetfgHax87ebaHclfas87ebaHcdfaD87ebxekabarcdtfgHaxBdbaHcwfasBdbaHclfaDBdbkavaicdtfaxBdbavc;abfaocitfgHaDBdbaHaxBdlavaicefgicsGcdtfaDBdbavc;abfaocefcsGcitfgHasBdbaHaDBdlavaiazfgicsGcdtfasBdbavc;abfaocdfcsGcitfgDaxBdbaDasBdlaocifhoaiaPfhiaOaPfhxxekaxcbalRbbgsEgHaDc;:eSgDfhOascsGhAdndnascl4gCmbaOcefhzxekaOhzavaiaC9RcsGcdtfydbhOkdndnaAmbazcefhxxekazhxavaias9RcsGcdtfydbhzkdndnaDTmbalcefhDxekalcdfhDal8SbegPcFeGhsdnaPcu9kmbalcofhHascFbGhscrhldninaD8SbbgPcFbGaltasVhsaPcu9kmeaDcefhDalcrfglc8J9hmbkaHhDxekaDcefhDkasce4cbasceG9R7amfgmhHkdndnaCcsSmbaDhsxekaDcefhsaD8SbbglcFeGhPdnalcu9kmbaDcvfhOaPcFbGhPcrhldninas8SbbgDcFbGaltaPVhPaDcu9kmeascefhsalcrfglc8J9hmbkaOhsxekascefhskaPce4cbaPceG9R7amfgmhOkdndnaAcsSmbashlxekascefhlas8SbbgDcFeGhPdnaDcu9kmbascvfhzaPcFbGhPcrhDdninal8SbbgscFbGaDtaPVhPascu9kmealcefhlaDcrfgDc8J9hmbkazhlxekalcefhlkaPce4cbaPceG9R7amfgmhzkdndnadcd9hmbabarcetfgDaH87ebaDclfaz87ebaDcdfaO87ebxekabarcdtfgDaHBdbaDcwfazBdbaDclfaOBdbkavc;abfaocitfgDaOBdbaDaHBdlavaicdtfaHBdbavc;abfaocefcsGcitfgDazBdbaDaOBdlavaicefgicsGcdtfaOBdbavc;abfaocdfcsGcitfgDaHBdbaDazBdlavaiaCTaCcsSVfgicsGcdtfazBdbaiaATaAcsSVfhiaocifhokawcefhwaocsGhoaicsGhiarcifgrae6mbkkcbc99alaqSEhokavc;aef8Kjjjjbaok:clevu8Jjjjjbcz9Rhvdnalaecvf9pmbc9:skdnaiRbbc;:eGc;qeSmbcuskav9cb83iwaicefhoaialfc98fhrdnaeTmbdnadcdSmbcbhwindnaoar6mbc9:skaocefhlao8SbbgicFeGhddndnaicu9mmbalhoxekaocvfhoadcFbGhdcrhidninal8SbbgDcFbGaitadVhdaDcu9kmealcefhlaicrfgic8J9hmbxdkkalcefhokabawcdtfadc8Etc8F91adcd47avcwfadceGcdtVglydbfgiBdbalaiBdbawcefgwae9hmbxdkkcbhwindnaoar6mbc9:skaocefhlao8SbbgicFeGhddndnaicu9mmbalhoxekaocvfhoadcFbGhdcrhidninal8SbbgDcFbGaitadVhdaDcu9kmealcefhlaicrfgic8J9hmbxdkkalcefhokabawcetfadc8Etc8F91adcd47avcwfadceGcdtVglydbfgi87ebalaiBdbawcefgwae9hmbkkcbc99aoarSEk:Lvoeue99dud99eud99dndnadcl9hmbaeTmeindndnabcdfgd8Sbb:Yab8Sbbgi:Ygl:l:tabcefgv8Sbbgo:Ygr:l:tgwJbb;:9cawawNJbbbbawawJbbbb9GgDEgq:mgkaqaicb9iEalMgwawNakaqaocb9iEarMgqaqNMM:r:vglNJbbbZJbbb:;aDEMgr:lJbbb9p9DTmbar:Ohixekcjjjj94hikadai86bbdndnaqalNJbbbZJbbb:;aqJbbbb9GEMgq:lJbbb9p9DTmbaq:Ohdxekcjjjj94hdkavad86bbdndnawalNJbbbZJbbb:;awJbbbb9GEMgw:lJbbb9p9DTmbaw:Ohdxekcjjjj94hdkabad86bbabclfhbaecufgembxdkkaeTmbindndnabclfgd8Ueb:Yab8Uebgi:Ygl:l:tabcdfgv8Uebgo:Ygr:l:tgwJb;:FSawawNJbbbbawawJbbbb9GgDEgq:mgkaqaicb9iEalMgwawNakaqaocb9iEarMgqaqNMM:r:vglNJbbbZJbbb:;aDEMgr:lJbbb9p9DTmbar:Ohixekcjjjj94hikadai87ebdndnaqalNJbbbZJbbb:;aqJbbbb9GEMgq:lJbbb9p9DTmbaq:Ohdxekcjjjj94hdkavad87ebdndnawalNJbbbZJbbb:;awJbbbb9GEMgw:lJbbb9p9DTmbaw:Ohdxekcjjjj94hdkabad87ebabcwfhbaecufgembkkk:4ioiue99dud99dud99dnaeTmbcbhiabhlindndnal8Uebgv:YgoJ:ji:1Salcof8UebgrciVgw:Y:vgDNJbbbZJbbb:;avcu9kEMgq:lJbbb9p9DTmbaq:Ohkxekcjjjj94hkkalclf8Uebhvalcdf8UebhxalarcefciGcetfak87ebdndnax:YgqaDNJbbbZJbbb:;axcu9kEMgm:lJbbb9p9DTmbam:Ohxxekcjjjj94hxkabaiarciGgkfcd7cetfax87ebdndnav:YgmaDNJbbbZJbbb:;avcu9kEMgP:lJbbb9p9DTmbaP:Ohvxekcjjjj94hvkalarcufciGcetfav87ebdndnawaw2:ZgPaPMaoaoN:taqaqN:tamamN:tgoJbbbbaoJbbbb9GE:raDNJbbbZMgD:lJbbb9p9DTmbaD:Ohrxekcjjjj94hrkalakcetfar87ebalcwfhlaiclfhiaecufgembkkk9mbdnadcd4ae2gdTmbinababydbgecwtcw91:Yaece91cjjj98Gcjjj;8if::NUdbabclfhbadcufgdmbkkk:Tvirud99eudndnadcl9hmbaeTmeindndnabRbbgiabcefgl8Sbbgvabcdfgo8Sbbgrf9R:YJbbuJabcifgwRbbgdce4adVgDcd4aDVgDcl4aDVgD:Z:vgqNJbbbZMgk:lJbbb9p9DTmbak:Ohxxekcjjjj94hxkaoax86bbdndnaraif:YaqNJbbbZMgk:lJbbb9p9DTmbak:Ohoxekcjjjj94hokalao86bbdndnavaifar9R:YaqNJbbbZMgk:lJbbb9p9DTmbak:Ohixekcjjjj94hikabai86bbdndnaDadcetGadceGV:ZaqNJbbbZMgq:lJbbb9p9DTmbaq:Ohdxekcjjjj94hdkawad86bbabclfhbaecufgembxdkkaeTmbindndnab8Vebgiabcdfgl8Uebgvabclfgo8Uebgrf9R:YJbFu9habcofgw8Vebgdce4adVgDcd4aDVgDcl4aDVgDcw4aDVgD:Z:vgqNJbbbZMgk:lJbbb9p9DTmbak:Ohxxekcjjjj94hxkaoax87ebdndnaraif:YaqNJbbbZMgk:lJbbb9p9DTmbak:Ohoxekcjjjj94hokalao87ebdndnavaifar9R:YaqNJbbbZMgk:lJbbb9p9DTmbak:Ohixekcjjjj94hikabai87ebdndnaDadcetGadceGV:ZaqNJbbbZMgq:lJbbb9p9DTmbaq:Ohdxekcjjjj94hdkawad87ebabcwfhbaecufgembkkk9teiucbcbyd:K:G:cjbgeabcifc98GfgbBd:K:G:cjbdndnabZbcztgd9nmbcuhiabad9RcFFifcz4nbcuSmekaehikaik;LeeeudndnaeabVciGTmbabhixekdndnadcz9pmbabhixekabhiinaiaeydbBdbaiclfaeclfydbBdbaicwfaecwfydbBdbaicxfaecxfydbBdbaeczfheaiczfhiadc9Wfgdcs0mbkkadcl6mbinaiaeydbBdbaeclfheaiclfhiadc98fgdci0mbkkdnadTmbinaiaeRbb86bbaicefhiaecefheadcufgdmbkkabk;aeedudndnabciGTmbabhixekaecFeGc:b:c:ew2hldndnadcz9pmbabhixekabhiinaialBdbaicxfalBdbaicwfalBdbaiclfalBdbaiczfhiadc9Wfgdcs0mbkkadcl6mbinaialBdbaiclfhiadc98fgdci0mbkkdnadTmbinaiae86bbaicefhiadcufgdmbkkabkk83dbcj:Gdk8Kbbbbdbbblbbbwbbbbbbbebbbdbbblbbbwbbbbc:K:Gdkl8W:qbb",e="b9H79TebbbeKl9Gbb9Gvuuuuueu9Giuuub9Geueuixkbbebeeddddilve9Weeeviebeoweuecj:Gdkr;Neqo9TW9T9VV95dbH9F9F939H79T9F9J9H229F9Jt9VV7bb8A9TW79O9V9Wt9F9KW9J9V9KW9wWVtW949c919M9MWVbdY9TW79O9V9Wt9F9KW9J9V9KW69U9KW949c919M9MWVblE9TW79O9V9Wt9F9KW9J9V9KW69U9KW949tWG91W9U9JWbvL9TW79O9V9Wt9F9KW9J9V9KWS9P2tWV9p9JtboK9TW79O9V9Wt9F9KW9J9V9KWS9P2tWV9r919HtbrL9TW79O9V9Wt9F9KW9J9V9KWS9P2tWVT949WbwY9TW79O9V9Wt9F9KW9J9V9KWS9P2tWVJ9V29VVbDl79IV9Rbqq:W9Dklbzik94evu8Jjjjjbcz9Rhbcbheincbhdcbhiinabcwfadfaicjuaead4ceGglE86bbaialfhiadcefgdcw9hmbkaeai86b:q:W:cjbaecitab8Piw83i:q:G:cjbaecefgecjd9hmbkk:JBl8Aud97dur978Jjjjjbcj;kb9Rgv8Kjjjjbc9:hodnalTmbcuhoaiRbbgrc;WeGc:Ge9hmbarcsGgwce0mbc9:hoalcufadcd4cbawEgDadfgrcKcaawEgqaraq0Egk6mbaialfgxar9RhodnadTgmmbavaoad;8qbbkaicefhPcj;abad9Uc;WFbGcjdadca0EhsdndndnadTmbaoadfhzcbhHinaeaH9nmdaxaP9RaD6miabaHad2fhOaPaDfhAasaeaH9RaHasfae6EgCcsfgocl4cifcd4hXavcj;cbfaoc9WGgQcetfhLavcj;cbfaQci2fhKavcj;cbfaQfhYcbh8Aaoc;ab6hEincbh3dnawTmbaPa8Acd4fRbbh3kcbh5avcj;cbfh8Eindndndndna3a5cet4ciGgoc9:fPdebdkaxaA9RaQ6mwdnaQTmbavcj;cbfa5aQ2faAaQ;8qbbkaAaCfhAxdkaQTmeavcj;cbfa5aQ2fcbaQ;8kbxekaxaA9RaX6moaoclVcbawEhraAaXfhocbhidnaEmbaxao9Rc;Gb6mbcbhlina8EalfhidndndndndndnaAalco4fRbbgqciGarfPDbedibledibkaipxbbbbbbbbbbbbbbbbpklbxlkaiaopbblaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLg8Fcdp:mea8FpmbzeHdOiAlCvXoQrLpxiiiiiiiiiiiiiiiip9ogapxiiiiiiiiiiiiiiiip8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaoclffagRb:q:W:cjbfhoxikaiaopbbwaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLpxssssssssssssssssp9ogapxssssssssssssssssp8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaocwffagRb:q:W:cjbfhoxdkaiaopbbbpklbaoczfhoxekaiaopbbdaoRbbghcitpbi:q:G:cjbahRb:q:W:cjbghpsaoRbeggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPpklbahaocdffagRb:q:W:cjbfhokdndndndndndnaqcd4ciGarfPDbedibledibkaiczfpxbbbbbbbbbbbbbbbbpklbxlkaiczfaopbblaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLg8Fcdp:mea8FpmbzeHdOiAlCvXoQrLpxiiiiiiiiiiiiiiiip9ogapxiiiiiiiiiiiiiiiip8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaoclffagRb:q:W:cjbfhoxikaiczfaopbbwaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLpxssssssssssssssssp9ogapxssssssssssssssssp8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaocwffagRb:q:W:cjbfhoxdkaiczfaopbbbpklbaoczfhoxekaiczfaopbbdaoRbbghcitpbi:q:G:cjbahRb:q:W:cjbghpsaoRbeggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPpklbahaocdffagRb:q:W:cjbfhokdndndndndndnaqcl4ciGarfPDbedibledibkaicafpxbbbbbbbbbbbbbbbbpklbxlkaicafaopbblaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLg8Fcdp:mea8FpmbzeHdOiAlCvXoQrLpxiiiiiiiiiiiiiiiip9ogapxiiiiiiiiiiiiiiiip8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaoclffagRb:q:W:cjbfhoxikaicafaopbbwaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLpxssssssssssssssssp9ogapxssssssssssssssssp8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbahaocwffagRb:q:W:cjbfhoxdkaicafaopbbbpklbaoczfhoxekaicafaopbbdaoRbbghcitpbi:q:G:cjbahRb:q:W:cjbghpsaoRbeggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPpklbahaocdffagRb:q:W:cjbfhokdndndndndndnaqco4arfPDbedibledibkaic8Wfpxbbbbbbbbbbbbbbbbpklbxlkaic8Wfaopbblaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLg8Fcdp:mea8FpmbzeHdOiAlCvXoQrLpxiiiiiiiiiiiiiiiip9ogapxiiiiiiiiiiiiiiiip8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Ngicitpbi:q:G:cjbaiRb:q:W:cjbgipsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Ngqcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbaiaoclffaqRb:q:W:cjbfhoxikaic8Wfaopbbwaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLpxssssssssssssssssp9ogapxssssssssssssssssp8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Ngicitpbi:q:G:cjbaiRb:q:W:cjbgipsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Ngqcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spklbaiaocwffaqRb:q:W:cjbfhoxdkaic8Wfaopbbbpklbaoczfhoxekaic8WfaopbbdaoRbbgicitpbi:q:G:cjbaiRb:q:W:cjbgipsaoRbegqcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPpklbaiaocdffaqRb:q:W:cjbfhokalc;abfhialcjefaQ0meaihlaxao9Rc;Fb0mbkkdnaiaQ9pmbaici4hlinaxao9RcK6mwa8EaifhqdndndndndndnaAaico4fRbbalcoG4ciGarfPDbedibledibkaqpxbbbbbbbbbbbbbbbbpkbbxlkaqaopbblaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLg8Fcdp:mea8FpmbzeHdOiAlCvXoQrLpxiiiiiiiiiiiiiiiip9ogapxiiiiiiiiiiiiiiiip8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spkbbahaoclffagRb:q:W:cjbfhoxikaqaopbbwaopbbbg8Fclp:mea8FpmbzeHdOiAlCvXoQrLpxssssssssssssssssp9ogapxssssssssssssssssp8Jg8Fp5b9cjF;8;4;W;G;ab9:9cU1:Nghcitpbi:q:G:cjbahRb:q:W:cjbghpsa8Fp5e9cjF;8;4;W;G;ab9:9cU1:Nggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPaaa8Fp9spkbbahaocwffagRb:q:W:cjbfhoxdkaqaopbbbpkbbaoczfhoxekaqaopbbdaoRbbghcitpbi:q:G:cjbahRb:q:W:cjbghpsaoRbeggcitpbi:q:G:cjbp9UpmbedilvorzHOACXQLpPpkbbahaocdffagRb:q:W:cjbfhokalcdfhlaiczfgiaQ6mbkkaohAaoTmoka8EaQfh8Ea5cefg5cl9hmbkdndndndnawTmbaza8Acd4fRbbglciGPlbedwbkaQTmdavcjdfa8Afhlava8Afpbdbh8Jcbhoinalavcj;cbfaofpblbg8KaYaofpblbg8LpmbzeHdOiAlCvXoQrLg8MaLaofpblbg8NaKaofpblbgypmbzeHdOiAlCvXoQrLg8PpmbezHdiOAlvCXorQLg8Fcep9Ta8Fpxeeeeeeeeeeeeeeeegap9op9Hp9rg8Fa8Jp9Ug8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp9Ug8Jp9Abbbaladfgla8Ja8Ma8PpmwDKYqk8AExm35Ps8E8Fg8Fcep9Ta8Faap9op9Hp9rg8Fp9Ug8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp9Ug8Jp9Abbbaladfgla8Ja8Ka8LpmwKDYq8AkEx3m5P8Es8Fg8Ka8NaypmwKDYq8AkEx3m5P8Es8Fg8LpmbezHdiOAlvCXorQLg8Fcep9Ta8Faap9op9Hp9rg8Fp9Ug8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp9Ug8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp9Ug8Jp9Abbbaladfgla8Ja8Ka8LpmwDKYqk8AExm35Ps8E8Fg8Fcep9Ta8Faap9op9Hp9rg8Fp9Ugap9Abbbaladfglaaa8Fa8Fpmlvorlvorlvorlvorp9Ugap9Abbbaladfglaaa8Fa8FpmwDqkwDqkwDqkwDqkp9Ugap9Abbbaladfglaaa8Fa8FpmxmPsxmPsxmPsxmPsp9Ug8Jp9AbbbaladfhlaoczfgoaQ6mbxikkaQTmeavcjdfa8Afhlava8Afpbdbh8Jcbhoinalavcj;cbfaofpblbg8KaYaofpblbg8LpmbzeHdOiAlCvXoQrLg8MaLaofpblbg8NaKaofpblbgypmbzeHdOiAlCvXoQrLg8PpmbezHdiOAlvCXorQLg8Fcep:nea8Fpxebebebebebebebebgap9op:bep9rg8Fa8Jp:oeg8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp:oeg8Jp9Abbbaladfgla8Ja8Ma8PpmwDKYqk8AExm35Ps8E8Fg8Fcep:nea8Faap9op:bep9rg8Fp:oeg8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp:oeg8Jp9Abbbaladfgla8Ja8Ka8LpmwKDYq8AkEx3m5P8Es8Fg8Ka8NaypmwKDYq8AkEx3m5P8Es8Fg8LpmbezHdiOAlvCXorQLg8Fcep:nea8Faap9op:bep9rg8Fp:oeg8Jp9Abbbaladfgla8Ja8Fa8Fpmlvorlvorlvorlvorp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmwDqkwDqkwDqkwDqkp:oeg8Jp9Abbbaladfgla8Ja8Fa8FpmxmPsxmPsxmPsxmPsp:oeg8Jp9Abbbaladfgla8Ja8Ka8LpmwDKYqk8AExm35Ps8E8Fg8Fcep:nea8Faap9op:bep9rg8Fp:oegap9Abbbaladfglaaa8Fa8Fpmlvorlvorlvorlvorp:oegap9Abbbaladfglaaa8Fa8FpmwDqkwDqkwDqkwDqkp:oegap9Abbbaladfglaaa8Fa8FpmxmPsxmPsxmPsxmPsp:oeg8Jp9AbbbaladfhlaoczfgoaQ6mbxdkkaQTmbcbhocbalcl4gl9Rc8FGhiavcjdfa8Afhrava8Afpbdbhainaravcj;cbfaofpblbg8JaYaofpblbg8KpmbzeHdOiAlCvXoQrLg8LaLaofpblbg8MaKaofpblbg8NpmbzeHdOiAlCvXoQrLgypmbezHdiOAlvCXorQLg8Faip:Rea8Falp:Tep9qg8Faap9rgap9Abbbaradfgraaa8Fa8Fpmlvorlvorlvorlvorp9rgap9Abbbaradfgraaa8Fa8FpmwDqkwDqkwDqkwDqkp9rgap9Abbbaradfgraaa8Fa8FpmxmPsxmPsxmPsxmPsp9rgap9Abbbaradfgraaa8LaypmwDKYqk8AExm35Ps8E8Fg8Faip:Rea8Falp:Tep9qg8Fp9rgap9Abbbaradfgraaa8Fa8Fpmlvorlvorlvorlvorp9rgap9Abbbaradfgraaa8Fa8FpmwDqkwDqkwDqkwDqkp9rgap9Abbbaradfgraaa8Fa8FpmxmPsxmPsxmPsxmPsp9rgap9Abbbaradfgraaa8Ja8KpmwKDYq8AkEx3m5P8Es8Fg8Ja8Ma8NpmwKDYq8AkEx3m5P8Es8Fg8KpmbezHdiOAlvCXorQLg8Faip:Rea8Falp:Tep9qg8Fp9rgap9Abbbaradfgraaa8Fa8Fpmlvorlvorlvorlvorp9rgap9Abbbaradfgraaa8Fa8FpmwDqkwDqkwDqkwDqkp9rgap9Abbbaradfgraaa8Fa8FpmxmPsxmPsxmPsxmPsp9rgap9Abbbaradfgraaa8Ja8KpmwDKYqk8AExm35Ps8E8Fg8Faip:Rea8Falp:Tep9qg8Fp9rgap9Abbbaradfgraaa8Fa8Fpmlvorlvorlvorlvorp9rgap9Abbbaradfgraaa8Fa8FpmwDqkwDqkwDqkwDqkp9rgap9Abbbaradfgraaa8Fa8FpmxmPsxmPsxmPsxmPsp9rgap9AbbbaradfhraoczfgoaQ6mbkka8Aclfg8Aad6mbkdnaCad2goTmbaOavcjdfao;8qbbkdnammbavavcjdfaCcufad2fad;8qbbkaCaHfhHc9:hoaAhPaAmbxlkkaeTmbaDalfhrcbhocuhlinaralaD9RglfaD6mdasaeao9Raoasfae6Eaofgoae6mbkaial9RhPkcbc99axaP9RakSEhoxekc9:hokavcj;kbf8Kjjjjbaokwbz:bjjjbkNsezu8Jjjjjbc;ae9Rgv8Kjjjjbc9:hodnalaeci9UgrcHf6mbcuhoaiRbbgwc;WeGc;Ge9hmbawcsGgDce0mbavc;abfcFecje;8kbav9cu83iUav9cu83i8Wav9cu83iyav9cu83iaav9cu83iKav9cu83izav9cu83iwav9cu83ibaialfc9WfhqaicefgwarfhldnaeTmbcmcsaDceSEhkcbhxcbhmcbhrcbhicbhoindnalaq9nmbc9:hoxikdndnawRbbgDc;Ve0mbavc;abfaoaDcu7gPcl4fcsGcitfgsydlhzasydbhHdndnaDcsGgsak9pmbavaiaPfcsGcdtfydbaxasEhDaxasTgOfhxxekdndnascsSmbcehOasc987asamffcefhDxekalcefhDal8SbbgscFeGhPdndnascu9mmbaDhlxekalcvfhlaPcFbGhPcrhsdninaD8SbbgOcFbGastaPVhPaOcu9kmeaDcefhDascrfgsc8J9hmbxdkkaDcefhlkcehOaPce4cbaPceG9R7amfhDkaDhmkavc;abfaocitfgsaDBdbasazBdlavaicdtfaDBdbavc;abfaocefcsGcitfgsaHBdbasaDBdlaocdfhoaOaifhidnadcd9hmbabarcetfgsaH87ebasclfaD87ebascdfaz87ebxdkabarcdtfgsaHBdbascwfaDBdbasclfazBdbxekdnaDcpe0mbavaiaqaDcsGfRbbgscl4gP9RcsGcdtfydbaxcefgOaPEhDavaias9RcsGcdtfydbaOaPTgzfgOascsGgPEhsaPThPdndnadcd9hmbabarcetfgHax87ebaHclfas87ebaHcdfaD87ebxekabarcdtfgHaxBdbaHcwfasBdbaHclfaDBdbkavaicdtfaxBdbavc;abfaocitfgHaDBdbaHaxBdlavaicefgicsGcdtfaDBdbavc;abfaocefcsGcitfgHasBdbaHaDBdlavaiazfgicsGcdtfasBdbavc;abfaocdfcsGcitfgDaxBdbaDasBdlaocifhoaiaPfhiaOaPfhxxekaxcbalRbbgsEgHaDc;:eSgDfhOascsGhAdndnascl4gCmbaOcefhzxekaOhzavaiaC9RcsGcdtfydbhOkdndnaAmbazcefhxxekazhxavaias9RcsGcdtfydbhzkdndnaDTmbalcefhDxekalcdfhDal8SbegPcFeGhsdnaPcu9kmbalcofhHascFbGhscrhldninaD8SbbgPcFbGaltasVhsaPcu9kmeaDcefhDalcrfglc8J9hmbkaHhDxekaDcefhDkasce4cbasceG9R7amfgmhHkdndnaCcsSmbaDhsxekaDcefhsaD8SbbglcFeGhPdnalcu9kmbaDcvfhOaPcFbGhPcrhldninas8SbbgDcFbGaltaPVhPaDcu9kmeascefhsalcrfglc8J9hmbkaOhsxekascefhskaPce4cbaPceG9R7amfgmhOkdndnaAcsSmbashlxekascefhlas8SbbgDcFeGhPdnaDcu9kmbascvfhzaPcFbGhPcrhDdninal8SbbgscFbGaDtaPVhPascu9kmealcefhlaDcrfgDc8J9hmbkazhlxekalcefhlkaPce4cbaPceG9R7amfgmhzkdndnadcd9hmbabarcetfgDaH87ebaDclfaz87ebaDcdfaO87ebxekabarcdtfgDaHBdbaDcwfazBdbaDclfaOBdbkavc;abfaocitfgDaOBdbaDaHBdlavaicdtfaHBdbavc;abfaocefcsGcitfgDazBdbaDaOBdlavaicefgicsGcdtfaOBdbavc;abfaocdfcsGcitfgDaHBdbaDazBdlavaiaCTaCcsSVfgicsGcdtfazBdbaiaATaAcsSVfhiaocifhokawcefhwaocsGhoaicsGhiarcifgrae6mbkkcbc99alaqSEhokavc;aef8Kjjjjbaok:clevu8Jjjjjbcz9Rhvdnalaecvf9pmbc9:skdnaiRbbc;:eGc;qeSmbcuskav9cb83iwaicefhoaialfc98fhrdnaeTmbdnadcdSmbcbhwindnaoar6mbc9:skaocefhlao8SbbgicFeGhddndnaicu9mmbalhoxekaocvfhoadcFbGhdcrhidninal8SbbgDcFbGaitadVhdaDcu9kmealcefhlaicrfgic8J9hmbxdkkalcefhokabawcdtfadc8Etc8F91adcd47avcwfadceGcdtVglydbfgiBdbalaiBdbawcefgwae9hmbxdkkcbhwindnaoar6mbc9:skaocefhlao8SbbgicFeGhddndnaicu9mmbalhoxekaocvfhoadcFbGhdcrhidninal8SbbgDcFbGaitadVhdaDcu9kmealcefhlaicrfgic8J9hmbxdkkalcefhokabawcetfadc8Etc8F91adcd47avcwfadceGcdtVglydbfgi87ebalaiBdbawcefgwae9hmbkkcbc99aoarSEk;Toio97eue97aec98Ghedndnadcl9hmbaeTmecbhdinababpbbbgicKp:RecKp:Sep;6eglaicwp:RecKp:Sep;6ealp;Geaiczp:RecKp:Sep;6egvp;Gep;Kep;Legopxbbbbbbbbbbbbbbbbp:2egralpxbbbjbbbjbbbjbbbjgwp9op9rp;Keglpxbb;:9cbb;:9cbb;:9cbb;:9calalp;Meaoaop;Meavaravawp9op9rp;Keglalp;Mep;Kep;Kep;Jep;Negvp;Mepxbbn0bbn0bbn0bbn0grp;KepxFbbbFbbbFbbbFbbbp9oaipxbbbFbbbFbbbFbbbFp9op9qalavp;Mearp;Kecwp:RepxbFbbbFbbbFbbbFbbp9op9qaoavp;Mearp;Keczp:RepxbbFbbbFbbbFbbbFbp9op9qpkbbabczfhbadclfgdae6mbxdkkaeTmbcbhdinabczfgDaDpbbbgipxbbbbbbFFbbbbbbFFgwp9oabpbbbgoaipmbediwDqkzHOAKY8AEgvczp:Reczp:Sep;6eglaoaipmlvorxmPsCXQL358E8FpxFubbFubbFubbFubbp9op;6eavczp:Sep;6egvp;Gealp;Gep;Kep;Legipxbbbbbbbbbbbbbbbbp:2egralpxbbbjbbbjbbbjbbbjgqp9op9rp;Keglpxb;:FSb;:FSb;:FSb;:FSalalp;Meaiaip;Meavaravaqp9op9rp;Keglalp;Mep;Kep;Kep;Jep;Negvp;Mepxbbn0bbn0bbn0bbn0grp;KepxFFbbFFbbFFbbFFbbp9oaiavp;Mearp;Keczp:Rep9qgialavp;Mearp;KepxFFbbFFbbFFbbFFbbp9oglpmwDKYqk8AExm35Ps8E8Fp9qpkbbabaoawp9oaialpmbezHdiOAlvCXorQLp9qpkbbabcafhbadclfgdae6mbkkk;2ileue97euo97dnaec98GgiTmbcbheinabcKfpx:ji:1S:ji:1S:ji:1S:ji:1SabpbbbglabczfgvpbbbgopmlvorxmPsCXQL358E8Fgrczp:Segwpxibbbibbbibbbibbbp9qp;6egDp;NegqaDaDp;MegDaDp;KealaopmbediwDqkzHOAKY8AEgDczp:Reczp:Sep;6eglalp;MeaDczp:Sep;6egoaop;Mearczp:Reczp:Sep;6egrarp;Mep;Kep;Kep;Lepxbbbbbbbbbbbbbbbbp:4ep;Jep;Mepxbbn0bbn0bbn0bbn0gDp;KepxFFbbFFbbFFbbFFbbgkp9oaqaop;MeaDp;Keczp:Rep9qgoaqalp;MeaDp;Keakp9oaqarp;MeaDp;Keczp:Rep9qgDpmwDKYqk8AExm35Ps8E8Fglp5eawclp:RegqpEi:T:j83ibavalp5baqpEd:T:j83ibabcwfaoaDpmbezHdiOAlvCXorQLgDp5eaqpEe:T:j83ibabaDp5baqpEb:T:j83ibabcafhbaeclfgeai6mbkkkuee97dnadcd4ae2c98GgeTmbcbhdinababpbbbgicwp:Recwp:Sep;6eaicep:SepxbbjFbbjFbbjFbbjFp9opxbbjZbbjZbbjZbbjZp:Uep;Mepkbbabczfhbadclfgdae6mbkkk:Sodw97euaec98Ghedndnadcl9hmbaeTmecbhdinabpxbbuJbbuJbbuJbbuJabpbbbgicKp:TeglaicYp:Tep9qgvcdp:Teavp9qgvclp:Teavp9qgop;6ep;Negvaicwp:RecKp:SegraipxFbbbFbbbFbbbFbbbgwp9ogDp:Uep;6ep;Mepxbbn0bbn0bbn0bbn0gqp;Kecwp:RepxbFbbbFbbbFbbbFbbp9oavaDarp:Xeaiczp:RecKp:Segip:Uep;6ep;Meaqp;Keawp9op9qavaDaraip:Uep:Xep;6ep;Meaqp;Keczp:RepxbbFbbbFbbbFbbbFbp9op9qavaoalcep:Rep9oalpxebbbebbbebbbebbbp9op9qp;6ep;Meaqp;KecKp:Rep9qpkbbabczfhbadclfgdae6mbxdkkaeTmbcbhdinabczfgkpxbFu9hbFu9hbFu9hbFu9habpbbbglakpbbbgrpmlvorxmPsCXQL358E8Fgvczp:TegqavcHp:Tep9qgicdp:Teaip9qgiclp:Teaip9qgicwp:Teaip9qgop;6ep;NegialarpmbediwDqkzHOAKY8AEgDpxFFbbFFbbFFbbFFbbglp9ograDczp:Segwp:Ueavczp:Reczp:SegDp:Xep;6ep;Mepxbbn0bbn0bbn0bbn0gvp;Kealp9oaiarawaDp:Uep:Xep;6ep;Meavp;Keczp:Rep9qgwaiaoaqcep:Rep9oaqpxebbbebbbebbbebbbp9op9qp;6ep;Meavp;Keczp:ReaiaDarp:Uep;6ep;Meavp;Kealp9op9qgipmwDKYqk8AExm35Ps8E8FpkbbabawaipmbezHdiOAlvCXorQLpkbbabcafhbadclfgdae6mbkkk9teiucbcbydj:G:cjbgeabcifc98GfgbBdj:G:cjbdndnabZbcztgd9nmbcuhiabad9RcFFifcz4nbcuSmekaehikaikkxebcj:Gdklz:zbb",t=new Uint8Array([0,97,115,109,1,0,0,0,1,4,1,96,0,0,3,3,2,0,0,5,3,1,0,1,12,1,0,10,22,2,12,0,65,0,65,0,65,0,252,10,0,0,11,7,0,65,0,253,15,26,11]),n=new Uint8Array([32,0,65,2,1,106,34,33,3,128,11,4,13,64,6,253,10,7,15,116,127,5,8,12,40,16,19,54,20,9,27,255,113,17,42,67,24,23,146,148,18,14,22,45,70,69,56,114,101,21,25,63,75,136,108,28,118,29,73,115]);if(typeof WebAssembly!="object")return{supported:!1};var s=WebAssembly.validate(t)?a(e):a(i),r,o=WebAssembly.instantiate(s,{}).then(function(m){r=m.instance,r.exports.__wasm_call_ctors()});function a(m){for(var b=new Uint8Array(m.length),_=0;_<m.length;++_){var y=m.charCodeAt(_);b[_]=y>96?y-97:y>64?y-39:y+4}for(var M=0,_=0;_<m.length;++_)b[M++]=b[_]<60?n[b[_]]:(b[_]-60)*64+b[++_];return b.buffer.slice(0,M)}function l(m,b,_,y,M,w,v){var S=m.exports.sbrk,L=y+3&-4,E=S(L*M),R=S(w.length),P=new Uint8Array(m.exports.memory.buffer);P.set(w,R);var N=b(E,y,M,R,w.length);if(N==0&&v&&v(E,L,M),_.set(P.subarray(E,E+y*M)),S(E-S(0)),N!=0)throw new Error("Malformed buffer data: "+N)}var c={NONE:"",OCTAHEDRAL:"meshopt_decodeFilterOct",QUATERNION:"meshopt_decodeFilterQuat",EXPONENTIAL:"meshopt_decodeFilterExp",COLOR:"meshopt_decodeFilterColor"},u={ATTRIBUTES:"meshopt_decodeVertexBuffer",TRIANGLES:"meshopt_decodeIndexBuffer",INDICES:"meshopt_decodeIndexSequence"},h=[],d=0;function f(m){var b={object:new Worker(m),pending:0,requests:{}};return b.object.onmessage=function(_){var y=_.data;b.pending-=y.count,b.requests[y.id][y.action](y.value),delete b.requests[y.id]},b}function g(m){for(var b="self.ready = WebAssembly.instantiate(new Uint8Array(["+new Uint8Array(s)+"]), {}).then(function(result) { result.instance.exports.__wasm_call_ctors(); return result.instance; });self.onmessage = "+p.name+";"+l.toString()+p.toString(),_=new Blob([b],{type:"text/javascript"}),y=URL.createObjectURL(_),M=h.length;M<m;++M)h[M]=f(y);for(var M=m;M<h.length;++M)h[M].object.postMessage({});h.length=m,URL.revokeObjectURL(y)}function x(m,b,_,y,M){for(var w=h[0],v=1;v<h.length;++v)h[v].pending<w.pending&&(w=h[v]);return new Promise(function(S,L){var E=new Uint8Array(_),R=++d;w.pending+=m,w.requests[R]={resolve:S,reject:L},w.object.postMessage({id:R,count:m,size:b,source:E,mode:y,filter:M},[E.buffer])})}function p(m){var b=m.data;self.ready.then(function(_){if(!b.id)return self.close();try{var y=new Uint8Array(b.count*b.size);l(_,_.exports[b.mode],y,b.count,b.size,b.source,_.exports[b.filter]),self.postMessage({id:b.id,count:b.count,action:"resolve",value:y},[y.buffer])}catch(M){self.postMessage({id:b.id,count:b.count,action:"reject",value:M})}})}return{ready:o,supported:!0,useWorkers:function(m){g(m)},decodeVertexBuffer:function(m,b,_,y,M){l(r,r.exports.meshopt_decodeVertexBuffer,m,b,_,y,r.exports[c[M]])},decodeIndexBuffer:function(m,b,_,y){l(r,r.exports.meshopt_decodeIndexBuffer,m,b,_,y)},decodeIndexSequence:function(m,b,_,y){l(r,r.exports.meshopt_decodeIndexSequence,m,b,_,y)},decodeGltfBuffer:function(m,b,_,y,M,w){l(r,r.exports[u[M]],m,b,_,y,r.exports[c[w]])},decodeGltfBufferAsync:function(m,b,_,y,M){return h.length>0?x(m,b,_,u[y],c[M]):o.then(function(){var w=new Uint8Array(m*b);return l(r,r.exports[u[y]],w,m,b,_,r.exports[c[M]]),w})}}})();function ux(i){let e=u=>i[u]??[],[t,n,s]=[e("buffers"),e("bufferViews"),e("accessors")],r=new Map,o=u=>{let h=t[u]?.uri;return h?.startsWith("tk:")?h:null},a=u=>{let{buffer:h,name:d,extensions:f,...g}=n[u],x=f?.EXT_meshopt_compression,p=o(x?.buffer??h);return p===null?null:x?[{...x,buffer:p}]:[g,p]},l=u=>{let{bufferView:h,sparse:d,name:f,...g}=s[u],{indices:x,values:p}=d??{},b=[{bufferView:h},x,p].filter(_=>_?.bufferView!==void 0).map(_=>a(_.bufferView));return b.includes(null)?null:JSON.stringify([g,x,p,b])},c=u=>(r.has(u)||r.set(u,l(u)),r.get(u));return u=>{let{indices:h,attributes:d,targets:f=[]}=u,g=[String(u.mode??4),h===void 0?"":c(h)];for(let x of[d,...f]){g.push("|");for(let p of Object.keys(x).sort())g.push(p,c(x[p]))}return g.includes(null)?null:g.join(" ")}}var dx=[bi,qn,gi,Wn,nt],fx=4,px={POSITION:"position",NORMAL:"normal",TANGENT:"tangent",COLOR_0:"color",TEXCOORD_0:"uv",TEXCOORD_1:"uv1",TEXCOORD_2:"uv2",TEXCOORD_3:"uv3"},mx={SCALAR:1,VEC2:2,VEC3:3,VEC4:4},OA={5120:Int8Array,5121:Uint8Array,5122:Int16Array,5123:Uint16Array,5125:Uint32Array,5126:Float32Array},hx={5120:1,5121:1,5122:2,5123:2,5125:4,5126:4},UA=["normalMap","clearcoatNormalMap"],Jn=(i,e)=>i[e]??[];function gx(i){let[e,t]=[Jn(i,"bufferViews"),Jn(i,"accessors")],n=c=>{let{bufferView:u,sparse:h,type:d,componentType:f}=t[c],g=u===void 0?void 0:e[u],x=mx[d];return!g||g.extensions||h||x===void 0?!1:(g.byteStride??x*hx[f])===x*hx[f]},s=t.map((c,u)=>n(u)),r=({primitives:c})=>c.every(({mode:u=fx,indices:h,attributes:d,targets:f,extensions:g})=>u in dx&&!f&&!g&&(h===void 0||s[h])&&Object.entries(d).every(([x,p])=>x in px&&s[p])),o=Jn(i,"meshes").map(r),a=new Set(Jn(i,"skins").flatMap(c=>c.joints)),l=new Set;return Jn(i,"nodes").forEach(({mesh:c,skin:u,extensions:h},d)=>{let f=u!==void 0||a.has(d),g=h?.EXT_mesh_gpu_instancing!==void 0;!f&&!g&&(c===void 0||o[c])&&l.add(d)}),l}var nu=class{#e;#n;#t=new Map;#i=new Map;constructor(e,t){this.#e=e,this.#n=t}geometry({attributes:e,indices:t}){let n=new gt;for(let[o,a]of Object.entries(e))n.setAttribute(px[o],this.#s(a));t!==void 0&&n.setIndex(this.#s(t));let{min:s,max:r}=Jn(this.#e,"accessors")[e.POSITION];if(s&&r){let o=new We(new C().fromArray(s),new C().fromArray(r));n.boundingBox=o,n.boundingSphere=new vt(o.getCenter(new C),o.min.distanceTo(o.max)/2)}return n}#s(e){let t=this.#i.get(e);if(t)return t;let{bufferView:n,byteOffset:s=0,componentType:r,type:o,count:a,normalized:l}=Jn(this.#e,"accessors")[e],c=Jn(this.#e,"bufferViews")[n],u=mx[o],h=(c.byteOffset??0)+s,d=new OA[r](this.#r(c.buffer),h,u*a),f=new Je(d,u,l===!0);return this.#i.set(e,f),f}#r(e){let t=this.#t.get(e)??this.#n(e);return this.#t.set(e,t),t}};async function bx(i,e,t,n){let s=new Set(e.map(u=>Jn(i,"nodes")[u].mesh));s.delete(void 0);let r=[...s].flatMap(u=>Jn(i,"meshes")[u].primitives),o=[...new Set(r.map(({material:u})=>u))],[a,l]=await Promise.all([Promise.all(o.map(u=>GA(t,u))).then(u=>new Map(o.map((h,d)=>[h,u[d]]))),Promise.all(r.map(n)).then(u=>new Map(r.map((h,d)=>[h,u[d]])))]),c=u=>{let{mode:h=fx,material:d}=u,f=new dx[h](l.get(u),a.get(d));return zA(f)&&t.assignFinalMaterial(f),f};return new Map(e.map(u=>[u,BA(i,u,c,t.associations)]))}function BA(i,e,t,n){let s=Jn(i,"nodes")[e].mesh,o=(s===void 0?[]:Jn(i,"meshes")[s].primitives).map(t);o.forEach((l,c)=>n.set(l,{primitives:c}));let a=o.length===1?o[0]:o.length>1?new Lt:new bt;return o.length>1&&a.add(...o),n.set(a,{...n.get(a),nodes:e}),a}function zA({isMesh:i,geometry:e,material:t}){let{normal:n,color:s,tangent:r}=e.attributes;return!i||!n||s?!0:!r&&UA.some(o=>t[o])}async function GA(i,e){return e===void 0?new ni({metalness:1,roughness:1}):await i.getDependency("material",e)}var ya=class{#e=new Map;#n;constructor(e){this.#n=e}get size(){return this.#e.size}take(e,t){let n=this.#e.get(e)??{thing:t(),users:0};return n.users+=1,this.#e.set(e,n),n.thing}release(e){let t=this.#e.get(e);t&&(t.users-=1,!(t.users>0)&&(this.#e.delete(e),t.thing.then(this.#n,()=>{})))}};var iu="tk:",VA=new ya(i=>{i.dispose(),i.image?.close?.()}),HA=new ya(i=>i.dispose()),xx=new WeakSet;function su(i){let t=[...i.buffers??[],...i.images??[]].map(n=>n.uri).filter(n=>typeof n=="string");return[...new Set(t.filter(n=>n.startsWith(iu)).map(n=>n.slice(iu.length)))]}var Sf=class{name="threedkit";#e;#n;#t;#i;constructor(e,t,n,s){this.#e=e,this.#n=t,this.#t=n,this.#i=s}beforeRoot(){let e=this.#e.json;(e.buffers??[]).forEach((r,o)=>{let a=this.#n(r.uri);a&&this.#s.cache.add(`buffer:${o}`,Promise.resolve(yx(a)))});let t=qA(e);(e.images??[]).forEach((r,o)=>{let a=t.has(o)?this.#n(r.uri):void 0;if(!a)return;let l=r.uri,c=r.mimeType??"";this.#s.sourceCache[o]=this.#t(VA,l,()=>XA(a,c))});let n=this.#s.loadGeometries.bind(this.#s),s=async r=>(await n([r]))[0];return this.#s.loadGeometries=r=>Promise.all(r.map(o=>this.#i(o,()=>s(o)))),null}get#s(){return this.#e}};function WA(i,e){let t=ux(i);return async(n,s)=>{let r=t(n);if(r===null)return s();let o=await e(HA,r,s);return xx.add(o),o}}function yx(i){return i.byteOffset===0&&i.byteLength===i.buffer.byteLength?i.buffer:i.slice().buffer}function qA(i){let e=new Set;for(let t of i.textures??[]){let n=Object.values(t.extensions??{});for(let s of[t.source,...n.map(r=>r.source)])typeof s=="number"&&e.add(s)}return e}async function XA(i,e){let t=new Blob([i],{type:e}),n=await createImageBitmap(t,{colorSpaceConversion:"none",premultiplyAlpha:"none"}),s=new At(n);return s.flipY=!1,s.needsUpdate=!0,s.userData.mimeType=e,s}function jA(i){let e=i.nodes??[],t=[...vx(i)];for(let n=0;n<t.length;n+=1)t.push(...e[t[n]].children??[]);return t}function vx(i){return i.scenes?.[i.scene??0]?.nodes??[]}function KA(i,e){let{animations:t,cameras:n,...s}=i,r=c=>(i[c]??[]).map(u=>({...u})),o=r("nodes").map(({camera:c,children:u,extensions:h,...d})=>{let{KHR_lights_punctual:f,...g}=h??{};return{...d,extensions:g}}),a=[...new Set([...i.extensionsUsed??[],"KHR_materials_unlit","KHR_texture_transform"])],l=[{nodes:e}];return{...s,nodes:o,meshes:r("meshes"),materials:r("materials"),extensionsUsed:a,scenes:l,scene:0}}async function _x(i,e){let t=[],n=()=>t.splice(0).forEach(u=>u()),s=(u,h,d)=>(t.push(()=>u.release(h)),u.take(h,d)),r=u=>{if(typeof u!="string"||!u.startsWith(iu))return;let h=e.get(u.slice(iu.length));if(!h)throw new Error(`blob ${u} has not arrived`);return h},o=WA(i,s),a=gx(i),l=jA(i),c=l.filter(u=>!a.has(u));try{let{scene:u,parser:h}=await YA(KA(i,c),g=>new Sf(g,r,s,o)),d=new nu(i,g=>yx(r(i.buffers[g].uri))),f=await bx(i,l.filter(g=>a.has(g)),h,g=>o(g,async()=>d.geometry(g)));return u.children.forEach((g,x)=>f.set(c[x],g)),{root:JA(i,l,f),parser:h,release:n}}catch(u){throw n(),u}}function YA(i,e){let t=new Qc;return t.setMeshoptDecoder(cx),t.register(e),new Promise((n,s)=>t.parse(i,"",n,s))}function JA(i,e,t){let n=new Lt;for(let s of t.values())s.parent=null;for(let s of vx(i))n.add(t.get(s));for(let s of e)for(let r of i.nodes[s].children??[])t.get(s).add(t.get(r));return n}function Mx(i){let e=new Set;i.traverse(t=>{let n=t;n.geometry&&!xx.has(n.geometry)&&e.add(n.geometry),n.skeleton?.dispose(),n.dispose?.()}),e.forEach(t=>t.dispose())}function Sx(i){return Object.values(i).filter(e=>e instanceof At)}var wx=new Set(["anisotropy","clearcoat","dispersion","emissive_strength","ior","iridescence","sheen","specular","transmission","unlit","volume"].map(i=>`KHR_materials_${i}`));for(let i of["EXT_mesh_gpu_instancing","EXT_meshopt_compression","EXT_texture_webp","KHR_animation_pointer","KHR_lights_punctual","KHR_mesh_quantization","KHR_node_visibility","KHR_texture_transform","KHR_xmp_json_ld"])wx.add(i);function Tx(i,e){let n=(i.extensionsUsed??[]).filter(r=>!wx.has(r)).map(r=>`${r} is not shown in the browser`);return $A(i)&&n.push("points and lines are shown in their plain colour in the browser"),(i.skins??[]).length>0&&ZA(i)&&n.push("of more than four joints a vertex four count in the browser"),e>0&&n.push(`${e} of the lamps cast no shadow in the browser`),n}function $A(i){let e=i.materials??[],t=s=>s!==void 0&&"KHR_materials_unlit"in(e[s]?.extensions??{});return(i.meshes??[]).flatMap(s=>s.primitives).some(({mode:s,material:r})=>typeof s=="number"&&s<4&&!t(r))}function ZA(i){return(i.meshes??[]).some(t=>t.primitives.some(n=>"JOINTS_1"in n.attributes))}var QA=4,Ax=["derivative-tangents:","vertex-colors:","flat-shading:"],ru=class{#e;#n;#t;#i=[];#s=new Set;#r=null;#o=[];constructor(e,t,n){this.#e=e,this.#n=t,this.#t=n}add(e,t,n){let s=this.#l(t,n)?.material;this.#i.push({object:e,mesh:t,primitive:n,worn:s??null}),this.#h(e.material)}#l(e,t){return this.#n.meshes?.[e]?.primitives?.[t]}get uses(){return this.#i}of(e){let t=this.#i.filter(({worn:n})=>n===e).map(({object:n})=>n.material);return[...new Set(t)]}get blend(){return this.#i.some(({object:e})=>e.material.transparent)}get transmits(){return this.#i.some(({object:e})=>e.material.transmission>0)}*all(){for(let{object:e}of this.#i)yield e.material;yield*this.#o}get textures(){return this.#s}async edit(e,t){let n=this.#n.materials??=[];n[e]=t;let s=this.#e.json;s.materials[e]=structuredClone(t),this.#f.remove(`material:${e}`),await this.#c(({worn:r})=>r===e)}async wear(e,t){let n=new Set(e.map(String)),s=new Set(this.#i.filter(({mesh:r,primitive:o})=>n.has(`${r},${o}`)));for(let r of s)r.worn=t;for(let[r,o]of e){let a=this.#l(r,o);a&&t===null?delete a.material:a&&(a.material=t)}await this.#c(r=>s.has(r))}async#c(e){let t=new Set,n=this.#i.filter(e);for(let{object:r}of n)this.#t(r);let s=await Promise.all(n.map(({worn:r})=>this.#a(r)));n.forEach(({object:r},o)=>{t.add(r.material),r.material=s[o],this.#e.assignFinalMaterial(r),this.#h(r.material)}),this.#d(t)}async#a(e){return await this.#e.getDependency("material",e??this.#u())}#u(){let e=this.#e.json.materials??=[];return this.#r??=e.push({})-1,this.#r}#h(e){for(let t of Sx(e))t.anisotropy=QA,this.#s.add(t)}#d(e){let t=new Set(this.#i.map(({object:n})=>n.material));for(let n of this.#o)this.#p(n);this.#o=[...e].filter(n=>!t.has(n))}#p(e){for(let t=1;t<1<<Ax.length;t+=1){let n=Ax.filter((s,r)=>t&1<<r).join("");this.#f.remove(`ClonedMaterial:${e.uuid}:${n}`)}this.#f.remove(`PointsMaterial:${e.uuid}`),this.#f.remove(`LineBasicMaterial:${e.uuid}`),this.#e.associations.delete(e),e.dispose()}get#f(){return this.#e.cache}dispose(){for(let e of this.all())e.dispose();for(let e of this.#s)e.dispose();this.#s.clear(),this.#i.length=0,this.#o=[]}};var Ex=new xe;function wf(i,e){i.matrix.fromArray(e),i.matrix.decompose(i.position,i.quaternion,i.scale),Ex.compose(i.position,i.quaternion,i.scale);let t=Math.max(...e.slice(0,12).map(Math.abs),1e-30);i.matrixAutoUpdate=Ex.elements.every((n,s)=>s>=12||Math.abs(n-e[s])<=1e-6*t),i.matrixWorldNeedsUpdate=!0}function Rx(i,e){e.matrix?wf(i,e.matrix):(i.position.fromArray(e.translation??[0,0,0]),i.quaternion.fromArray(e.rotation??[0,0,0,1]),i.scale.fromArray(e.scale??[1,1,1]),i.matrixAutoUpdate=!0),i.visible=e.extensions?.KHR_node_visibility?.visible!==!1}var Cx=4,Px=2048,Ix=1024;function Lx(i){let e=[...i],t=s=>s instanceof vi?0:s instanceof Xn?1:2,n=e.sort((s,r)=>t(s)-t(r)||r.intensity-s.intensity);return n.forEach((s,r)=>{s.castShadow=r<Cx;let o=s instanceof jn?Ix:Px;s.shadow.mapSize.set(o,o)}),Math.max(0,n.length-Cx)}function kx(i,e){let t=$c(e),n=Zc(e)*1.02;for(let s of i)s instanceof vi?eE(s,t,n):(s instanceof jn||s instanceof Xn)&&tE(s,t,n)}function eE(i,e,t){let n=new C().setFromMatrixPosition(i.matrixWorld),s=new C().setFromMatrixPosition(i.target.matrixWorld),r=new xe().lookAt(n,s,new C(0,1,0)).setPosition(n),o=e.clone().applyMatrix4(r.invert()),{camera:a}=i.shadow;Object.assign(a,{left:o.x-t,right:o.x+t,bottom:o.y-t,top:o.y+t}),Object.assign(a,{near:-o.z-t,far:-o.z+t}),a.updateProjectionMatrix(),i.shadow.bias=-4e-4,i.shadow.normalBias=1.5*2*t/Px}function tE(i,e,t){let n=new C().setFromMatrixPosition(i.matrixWorld).distanceTo(e),{camera:s}=i.shadow;s.far=n+t,s.near=Math.max(n-t,s.far*.01),s.updateProjectionMatrix(),i.shadow.bias=-2e-5,i.shadow.normalBias=2*n*1.5/Ix}function Dx(i){for(let e of i){let t=[e.material].flat();for(let n of t)n.shadowSide=nE(n);e.castShadow=t.every(n=>!n.transparent),e.receiveShadow=!0}}function nE(i){return i.flatShading?null:i.side}function va(i){i.updateWorldMatrix(!0,!0);let e=new We;return Nx(i,e),e.isEmpty()?null:{min:e.min.toArray(),max:e.max.toArray()}}function Nx(i,e){if(!i.visible)return;let t=iE(i);t&&!t.isEmpty()&&Number.isFinite(t.min.length()+t.max.length())&&e.union(t.clone().applyMatrix4(i.matrixWorld));for(let n of i.children)Nx(n,e)}function iE(i){let e=i;if(!e.geometry)return null;if(e.isSkinnedMesh||e.isInstancedMesh){let t=e;return t.computeBoundingBox(),t.boundingBox}return e.geometry.boundingBox||e.geometry.computeBoundingBox(),e.geometry.boundingBox}var ou=class i{epoch;gltf;scene=new Vi;surroundings;materials;lights;clips;#e;notes;losses;bounds;#n;#t;#i;#s=new Map;#r=new Map;#o=[];#l=!0;#c=null;constructor(e,t,n,s){this.epoch=e.epoch,this.gltf=e.gltf,this.bounds=e.bounds,this.#n=t,this.#t=n,this.#i=s,this.surroundings=new $r(r=>n.get(r)),this.scene.add(t.root),this.materials=new ru(t.parser,this.gltf,r=>this.#e.release(r)),this.#e=new Ic(this.gltf,()=>this.materials.uses,r=>this.object(r)),this.scene.add(this.#e.group),this.#h();for(let r of this.#s.keys())this.rest(r);this.lights=new Ec(this.gltf,r=>this.object(r)),this.clips=new Rc(this),this.losses=Tx(this.gltf,Lx(this.lights.all())),this.notes=[...e.notes,...this.losses],this.setEnvironment(e.environment)}static async build(e,t){let n=su(e.gltf);t.use(n);try{return new i(e,await _x(e.gltf,t),t,n)}catch(s){throw t.release(n),s}}get root(){return this.#n.root}get parser(){return this.#n.parser}get environment(){return this.surroundings.state}object(e){return this.#s.get(e)??null}origin(e){return this.#r.get(e)??null}drawn(){return this.#r.keys()}*painted(){for(let e of this.#r.keys())this.#e.holds(e)||(yield e);yield*this.#e.group.children}gather(){this.#e.isDue(performance.now())&&(this.scene.updateMatrixWorld(),this.#e.make())}setEnvironment(e){let t=this.#o;this.#o=qs(e).filter(n=>this.#t.get(n)),this.#t.use(this.#o),this.#t.release(t),this.surroundings.set(e)}async applyEdit(e){await this.#a(e),e.target==="node"&&(this.#c=null),this.touch()}touch(){this.#l=!0}get box(){return this.#c??=va(this.root)??this.bounds,this.#c}settleShadows(){if(!this.#l)return!1;this.#l=!1;let e=[...this.lights.all()];return e.length===0?!1:(this.scene.updateMatrixWorld(),Dx(this.painted()),kx(e,va(this.root)??this.bounds),!0)}async#a(e){switch(e.target){case"node":return this.#d(e);case"material":return this.materials.edit(e.index,e.value);case"light":return Gr(this.gltf)[e.index]=e.value,this.lights.describe(e.index,e.value);case"camera":(this.gltf.cameras??=[])[e.index]=e.value;return;case"environment":return this.setEnvironment(e.value);case"primitive":return this.materials.wear(e.places,e.material)}}rest(e){let t=this.#s.get(e),n=this.gltf.nodes?.[e];if(!t||!n)return;Rx(t,n);let s=this.gltf.meshes?.[n.mesh];this.setWeights(e,n.weights??s?.weights??[])}setWeights(e,t){for(let n of this.#u(e)){let s=n.morphTargetInfluences;s?.forEach((r,o)=>s[o]=t[o]??0)}}dispose(){this.surroundings.dispose(),this.lights.dispose(),this.materials.dispose(),this.#e.dispose(),Mx(this.scene),this.#n.release(),this.scene.clear(),this.#t.release(this.#i),this.#t.release(this.#o),this.#s.clear(),this.#r.clear()}*#u(e){let t=this.#s.get(e);for(let n of t?[t,...t.children]:[])this.#r.get(n)?.node===e&&(yield n)}#h(){let{associations:e}=this.#n.parser,t=this.gltf.nodes??[],n=(s,r,o)=>{let a=e.get(s),l=a?.nodes??r;if(a?.nodes!==void 0&&this.#s.set(l,s),l>=0&&Fx(s)){let u={node:l,primitive:a?.primitives??o};this.#r.set(s,u),s.isSkinnedMesh&&(s.frustumCulled=!1),this.materials.add(s,t[l]?.mesh??-1,u.primitive)}let c=0;for(let u of s.children){let h=e.get(u)?.nodes!==void 0;n(u,l,h?0:c),!h&&Fx(u)&&(c+=1)}};n(this.#n.root,-1,0)}#d({index:e,matrix:t,visible:n,weights:s}){let r=this.#s.get(e),o=this.gltf.nodes?.[e];if(!(!r||!o)){if((t||n!==void 0)&&this.#e.release(r),t){for(let a of["translation","rotation","scale"])delete o[a];o.matrix=t,wf(r,t)}n!==void 0&&(o.extensions={...o.extensions,KHR_node_visibility:{visible:n}},r.visible=n),s&&(o.weights=s,this.setWeights(e,s))}}};function Fx(i){let e=i;return!!(e.isMesh??e.isLine??e.isPoints)}var au=class{#e=new Map;during(e,t,n){if(t==="lit")return n();let s=[];for(let r of e){let o=r;if(!o.isMesh)continue;s.push([o,o.material]);let a=t==="normals"&&!o.geometry.hasAttribute("normal");o.material=this.#n(a?"facets":t)}try{n()}finally{for(let[r,o]of s)r.material=o}}dispose(){for(let e of this.#e.values())e.map?.dispose(),e.dispose();this.#e.clear()}#n(e){let t=this.#e.get(e)??sE(e);return this.#e.set(e,t),t}};function sE(i){return i==="wireframe"?new cn({color:4886745,wireframe:!0,toneMapped:!1}):i==="normals"?new Ar({side:kt}):i==="facets"?new Ar({side:kt,flatShading:!0}):i==="uv"?new cn({map:rE(),side:kt,toneMapped:!1}):new cn({color:1838597,blending:Yo,depthTest:!1,depthWrite:!1,side:kt,toneMapped:!1,transparent:!0})}function rE(){let e=document.createElement("canvas");e.width=e.height=512;let t=e.getContext("2d"),n=8;for(let r=0;r<n;r+=1)for(let o=0;o<n;o+=1){let a=(o+r)%2===0?1:.72,[l,c]=[(o+.5)/n,(r+.5)/n];t.fillStyle=`rgb(${255*l*a} ${255*c*a} ${90*a})`,t.fillRect(o*512/n,r*512/n,512/n,512/n)}let s=new Bo(e);return s.flipY=!1,s.wrapS=s.wrapT=Hn,s.magFilter=wt,s.colorSpace=St,s.anisotropy=4,s}var oE=4,lu=class{#e=new au;#n=new cn({colorWrite:!1});#t=null;#i=new Tf;paint(e,t,n,s){let{width:r,height:o}=s;e.toneMappingExposure=s.exposure,e.clippingPlanes=s.clip?[s.clip]:[],t.gather(),e.shadowMap.needsUpdate=s.shading==="lit"&&t.settleShadows();let a=s.shading==="lit"&&t.materials.blend&&e.extensions.has("EXT_color_buffer_float");a?this.#s(e,t,n,s):(Ox(e,r,o),Ux(e,t.surroundings.color,s.exposure),this.#e.during(t.painted(),s.shading,()=>e.render(t.scene,n)));let{overlay:l}=s;l?.children.some(c=>c.children.length>0)&&(a&&this.#r(e,t,n),e.clippingPlanes=[],e.render(l,n)),e.clippingPlanes=[]}#s(e,t,n,{width:s,height:r,exposure:o}){let a=this.#t??=new gn(s,r,{type:un,samples:oE});a.setSize(s,r),e.setRenderTarget(a),Ux(e,t.surroundings.color,1),e.render(t.scene,n),e.setRenderTarget(null),Ox(e,s,r),e.clear(),this.#i.draw(e,a,o)}#r(e,{scene:t,materials:n},s){let{background:r,overrideMaterial:o}=t,a=[...n.all()].filter(l=>l.transparent&&l.visible);for(let l of a)l.visible=!1;t.background=null,t.overrideMaterial=this.#n;try{e.render(t,s)}finally{Object.assign(t,{background:r,overrideMaterial:o});for(let l of a)l.visible=!0}}dispose(){this.#t?.dispose(),this.#t=null,this.#e.dispose(),this.#n.dispose(),this.#i.dispose()}};function Ox(i,e,t){let n=new et(0,0,e,t);i.setViewport(n),i.setScissor(n),i.setScissorTest(!0)}function Ux(i,[e,t,n],s){i.setClearColor(new Ee(e*s,t*s,n*s),1),i.clear()}var Tf=class{#e=new gt;#n=new Tn({uniforms:{picture:{value:null}},vertexShader:"varying vec2 at; void main() { at = position.xy * 0.5 + 0.5; gl_Position = vec4(position.xy, 0.0, 1.0); }",fragmentShader:`uniform sampler2D picture; varying vec2 at;
      void main() {
        gl_FragColor = vec4(texture2D(picture, at).rgb, 1.0);
        #include <tonemapping_fragment>
        #include <colorspace_fragment>
      }`,depthTest:!1,depthWrite:!1,blending:$i});#t=new nt(this.#e,this.#n);#i=new ii;constructor(){this.#e.setAttribute("position",new Je(new Float32Array([-1,-1,0,3,-1,0,-1,3,0]),3)),this.#t.frustumCulled=!1}draw(e,t,n){e.toneMappingExposure=n;let s=e.clippingPlanes;e.clippingPlanes=[],this.#n.uniforms.picture.value=t.texture,e.render(this.#t,this.#i),e.clippingPlanes=s}dispose(){this.#e.dispose(),this.#n.dispose()}};var Bx="return smoothstep( coneCosine, penumbraCosine, angleCosine );",zx=`float fade = clamp( ( angleCosine - coneCosine ) / max( penumbraCosine - coneCosine, 1e-4 ), 0.0, 1.0 );
		return fade * fade;`;function Gx(){let i=ze.lights_pars_begin;if(!i.includes(zx)){if(!i.includes(Bx))throw new Error("three.js computes spot lights otherwise than this view expects");ze.lights_pars_begin=i.replace(Bx,zx)}}var Af=128,aE={light:"",size:Af,channels:1,picture:"",width:1,height:1,intensity:1,rotation:0,background:"color",background_color:[0,0,0]},lE=new Uint8Array(12*Af*Af*2),Vx=8,cu=class{#e=new Map;async spread(e,t,n){if(this.#e.has(t))return;let s=new ni({vertexColors:t==="crowd"});this.#e.set(t,s);let r=cE(),o=new $r(()=>lE),a=new Vi;a.add(new nt(r,s)),o.set(aE),o.apply(a,!1);let l=new Ct;l.position.z=3,await e.compileAsync(a,l),n()&&(e.setViewport(0,0,Vx,Vx),e.render(a,l)),r.dispose(),o.dispose()}dispose(){for(let e of this.#e.values())e.dispose()}};function cE(){let i=new gt;return i.setAttribute("position",new Je(new Float32Array([-1,-1,0,1,-1,0,0,1,0]),3)),i.setAttribute("normal",new Je(new Float32Array([0,0,1,0,0,1,0,0,1]),3)),i.setAttribute("color",new Je(new Float32Array(9),3)),i}var Ef=1500,Hx=8192,uE=2e4,hE=200,dE=[768,480],Rf=class{renderer=null;reason=null;losses=0;painter=new lu;#e=new Set;#n=new Set;#t=new Set;#i=new Map;#s;#r=null;#o=0;#l=0;#c=0;constructor(){this.#s=new IntersectionObserver(e=>this.#h(e),{rootMargin:"200px"}),window.addEventListener("resize",()=>this.#e.forEach(e=>e.invalidate())),document.addEventListener("visibilitychange",()=>document.hidden||this.#p())}get available(){return!this.renderer&&this.reason===null&&this.#m(),this.renderer!==null}get lost(){return this.renderer?.getContext().isContextLost()??!1}get largest(){return Math.min(this.renderer?.capabilities.maxTextureSize??Hx,Hx)}get gl(){return this.renderer?.getContext()??null}async warmUp(e){if(!this.available)return;let{renderer:t}=this;this.#e.size===0&&this.#a(),this.#r||t.setSize(...dE,!1),this.#r??=new cu,await this.#r.spread(t,e,()=>t===this.renderer&&!this.lost)}add(e){clearTimeout(this.#l),this.#e.add(e),this.#s.observe(e.element)}remove(e){this.#e.delete(e),this.#n.delete(e),this.#t.delete(e),this.wake(e),this.#s.unobserve(e.element),this.#e.size===0&&this.#a()}#a(){clearTimeout(this.#l),this.#l=window.setTimeout(()=>this.#e.size===0&&this.#y(),uE)}request(e){this.#e.has(e)&&(this.#n.add(e),this.#p())}worth(e){return this.#t.has(e)?Promise.resolve():new Promise(t=>{this.#i.set(e,t),this.#u()})}wake(e){this.#i.get(e)?.(),this.#i.delete(e)}#u(){this.#c||this.#i.size===0||(this.#c=window.setTimeout(()=>{this.#c=0;let[e]=this.#i.keys();e&&this.wake(e),this.#u()},hE))}isVisible(e){return this.#t.has(e)}fit(e,t){let{renderer:n}=this;if(!n)return;let s=n.domElement,[r,o]=[e,t];for(let l of this.#e)r=Math.max(r,l.pixels.width),o=Math.max(o,l.pixels.height);(s.width<e||s.height<t||s.width*s.height>4*r*o)&&n.setSize(r,o,!1)}#h(e){for(let t of e){let n=[...this.#e].find(s=>s.element===t.target);n&&(t.isIntersecting?(this.#t.add(n),this.wake(n)):this.#t.delete(n))}this.#p()}#d(){let e=[...this.#n],t=e.filter(s=>this.#t.has(s)),n=e.find(s=>!this.#t.has(s)&&!s.painted);return n?[...t,n]:t}#p(){this.#o||document.hidden||this.#d().length===0||(this.#o=requestAnimationFrame(e=>{this.#o=0,this.#f(e)}))}#f(e){if(!(this.available&&this.lost)){for(let t of this.#d()){this.#n.delete(t);try{t.draw(this,e)&&this.#n.add(t)}catch(n){reportError(n)}}this.#p()}}#m(){let e=document.createElement("canvas");try{this.renderer=fE(e)}catch(t){this.reason=`this browser has no WebGL 2 (${t instanceof Error?t.message:String(t)})`;return}this.reason=null,e.addEventListener("webglcontextlost",t=>{t.preventDefault(),e===this.renderer?.domElement&&(this.losses+=1,this.#e.forEach(n=>n.contextLost()),window.setTimeout(()=>this.#b(e),Ef))}),e.addEventListener("webglcontextrestored",()=>{e===this.renderer?.domElement&&queueMicrotask(()=>this.#g())})}#b(e){if(!(e!==this.renderer?.domElement||!this.lost)){if(this.#e.size===0)return this.#y();this.painter.dispose(),this.renderer.dispose(),this.renderer=null,this.#m(),this.renderer?this.#g():window.setTimeout(()=>this.#x(),4*Ef)}}#x(){this.renderer||this.#e.size===0||(this.#m(),this.renderer?this.#g():window.setTimeout(()=>this.#x(),4*Ef))}#g(){this.#e.forEach(e=>e.contextRestored())}#y(){this.painter.dispose(),this.#r?.dispose(),this.#r=null,this.renderer?.dispose(),this.renderer?.forceContextLoss(),this.renderer=null,this.reason=null}};function fE(i){Gx();let e=i.getContext("webgl2",{alpha:!0,antialias:!0,depth:!0,stencil:!1,powerPreference:"high-performance"});if(!e)throw new Error("getContext returned null");let t=new wc({canvas:i,context:e,antialias:!0,alpha:!0});return t.setPixelRatio(1),t.outputColorSpace=St,t.toneMapping=Jo,t.autoClear=!1,t.shadowMap.enabled=!0,t.shadowMap.autoUpdate=!1,t.info.autoReset=!1,t}var Wx=null;function Ot(){return Wx??=new Rf,Wx}var pE=500,_a=class{host;viewport;#e=[];#n=new AbortController;#t=new AbortController;#i={};#s=-1;#r=Promise.resolve();#o=0;#l=0;#c=null;#a=!1;#u=null;#h=0;#d={camera:0,player:0};#p=null;#f="";constructor(e,t){this.host=e,this.viewport=t,this.#e.push(e.on((n,s)=>this.#b(n,s))),t.measure(),this.#A(),e.send({type:"ready",webgl:Ot().available,reason:Ot().reason,width:t.width,height:t.height,pixel_ratio:t.pixelRatio,max_texture:Ot().renderer?.capabilities.maxTextureSize??0,lab:"__threedkit_lab"in globalThis,page:ns.page,early:e.early})}dispose(){this.#n.abort(),this.#t.abort(),this.#e.forEach(e=>e()),ns.forget(this),this.host.send({type:"gone"})}#m={scene:e=>e.early&&e.epoch<=this.#s?void 0:this.#y(e),blobs:(e,t)=>this.#x(e,t),edit:e=>this.#_(e),camera:({camera:e,seconds:t,fitted:n,word:s})=>{this.#d.camera=s??0,this.#c=null,this.#w(()=>this.viewport.setCamera(e,{seconds:t??0,fitted:n??null}))},"camera-ack":({seq:e})=>this.#R(e),player:({player:e,word:t})=>{this.#d.player=t??0,this.#u=e,this.#w(()=>this.viewport.setPlayer(e))},notes:({notes:e,problem:t=""})=>{this.#p=e,this.viewport.model&&this.#v(this.viewport.model),t&&t!==this.#f&&this.viewport.events.emit("problem",`The last change is not shown: ${t}`),this.#f=t},ask:e=>this.#E(e).catch(t=>{throw this.host.send({type:"answer",id:e.id,value:null}),t})};#b(e,t){let n=this.#m[e.type];n&&Promise.resolve().then(()=>n(e,t)).catch(s=>this.fail(s))}fail(e){if(this.#n.signal.aborted||e instanceof DOMException&&e.name==="AbortError")return;console.error(e);let t=e instanceof Error?e.message:String(e);this.viewport.events.emit("problem",t),this.host.send({type:"error",text:t})}#x(e,t){ns.take(e,t,this.#i,this)}async#g(e,t,n,s=[]){let r=ns.missing(e).filter(o=>!s.includes(o));r.length>0&&this.host.send({type:"need",epoch:t,hashes:r}),await ns.all(e,n)}async#y(e){if(e.epoch<this.#s)return;let t=performance.now();this.#s=e.epoch,this.#t.abort(),this.#t=new AbortController;let{signal:n}=this.#t;Object.assign(this.#i,e.blobs),this.#d.player=e.word??0,this.#p=null,this.#f="";let[s,r]=[this.#d.camera,this.#u],o=this.viewport.model===null,a=o?Ot().worth(this.viewport):Promise.resolve();this.#r=a.then(async()=>{n.throwIfAborted(),await this.#g(mE(e),e.epoch,n,e.coming);let l=await ou.build(e,ns);if(await l.clips.choose(e.player.clip),n.aborted||this.#n.signal.aborted)return l.dispose();let{notes:c}=l;this.#v(l),this.#w(()=>{o&&s===this.#d.camera&&this.viewport.setCamera(e.camera,{fitted:e.fitted??null}),this.viewport.show(l),r===this.#u&&this.viewport.setPlayer(e.player)}),o&&this.viewport.camera!==e.camera&&this.#M(this.viewport.camera,!1);let u=this.viewport.on("frame",()=>{u();let{triangles:h}=this.viewport.stats,d=performance.now()-t;this.host.send({type:"shown",epoch:e.epoch,milliseconds:d,triangles:h,notes:c})})}),await this.#r}#v(e){this.#p&&(e.notes=[...new Set([...this.#p,...e.losses])])}async#_(e){Object.assign(this.#i,e.blobs);let t=e.edits.flatMap(s=>s.target==="environment"?qs(s.value):[]),{signal:n}=this.#t;this.#r=this.#r.catch(()=>{}).then(async()=>{let{model:s}=this.viewport;if(s?.epoch===e.epoch){await this.#g(t,e.epoch,n);for(let r of e.edits)await s.applyEdit(r),this.viewport.events.emit("edit",{target:r.target,index:"index"in r?r.index:null});this.viewport.invalidate()}this.host.send({type:"ack",epoch:e.epoch,seq:e.seq})}),await this.#r}async#S(){let{model:e}=this.viewport,{signal:t}=this.#t,n=e?.environment??null;ns.missing(qs(n)).length!==0&&(await this.#g(qs(n),this.#s,t),e&&e===this.viewport.model&&e.setEnvironment(e.environment),this.viewport.invalidate())}async#E({id:e,what:t,width:n,height:s,mime:r,x:o,y:a}){if(Ot().wake(this.viewport),await this.#r.catch(()=>{}),t==="pixels"){let c=await this.viewport.snapshot(n,s,r);this.host.send({type:"answer",id:e,value:{mime:c.type}},[await c.arrayBuffer()]);return}let l=t==="stats"?this.viewport.stats:t==="camera"?this.viewport.camera:await this.viewport.pick(o??0,a??0);this.host.send({type:"answer",id:e,value:l})}#A(){let{viewport:e,host:t}=this;this.#e.push(e.on("camera",({camera:n,moving:s})=>this.#a||this.#M(n,s)),e.on("player",n=>this.#a||this.#T(n)),e.on("clock",n=>performance.now()-this.#h>=pE&&this.#T(n)),e.on("pick",({hit:n,double:s,epoch:r})=>{e.tool===null&&t.send({type:"pick",epoch:r,hit:n,double:s})}),e.on("hover",({hit:n,epoch:s})=>t.send({type:"hover",epoch:s,hit:n,double:!1})),e.on("edit",({target:n})=>n==="environment"&&void this.#S().catch(s=>this.fail(s))),e.on("resize",({width:n,height:s})=>{t.send({type:"resized",width:n,height:s,pixel_ratio:e.pixelRatio})}))}#w(e){this.#a=!0;try{e()}finally{this.#a=!1}}#M(e,t){if(this.#l>0){this.#c={camera:e,moving:t};return}this.#o+=1,this.#l=this.#o;let{width:n,height:s,pixelRatio:r}=this.viewport,{camera:o}=this.#d;this.host.send({type:"camera",heard:o,seq:this.#o,camera:e,moving:t,width:n,height:s,pixel_ratio:r})}#R(e){if(e<this.#l)return;this.#l=0;let t=this.#c;this.#c=null,t&&this.#M(t.camera,t.moving)}#T(e){this.#u=e,this.#h=performance.now(),this.host.send({type:"player",heard:this.#d.player,player:e})}};function mE(i){return[...new Set([...su(i.gltf),...qs(i.environment)])]}function qx(i){let e=document.createElement("canvas");return Object.assign(e,{width:i.width,height:i.height}),i.width>0&&i.height>0&&e.getContext("2d")?.drawImage(i,0,0),e}function Xx(i,e){return new Promise((t,n)=>{i.toBlob(s=>s?t(s):n(new Error(`no picture as ${e}`)),e,.92)})}var jx=new C(0,1,0),Kx=.02,Yx=.0012,Jx=Math.PI/24;function $x(i,e,t){let n=new C(...i.target),s=new lt(...i.quaternion),o=new C(0,0,1).applyQuaternion(s).angleTo(jx),a=new C(1,0,0).applyQuaternion(s),l=Math.sign(new C(0,1,0).applyQuaternion(s).y)||1,c=Math.min(Math.max(o+l*t,Kx),Math.PI-Kx),u=new lt().setFromAxisAngle(jx,e*l);u.multiply(new lt().setFromAxisAngle(a,l*(c-o)));let h=new C(...i.position).sub(n).applyQuaternion(u),d=u.multiply(s).normalize().toArray();return{...i,position:dn(h.add(n)),quaternion:d}}function Pf(i,e){return i.kind==="orthographic"?2*i.ymag/e:2*new C(...i.position).distanceTo(new C(...i.target))*Math.tan(i.yfov/2)/e}function Cf(i,e,t,n){let s=Pf(i,n),r=new C(-e*s,t*s,0).applyQuaternion(new lt(...i.quaternion));return{...i,position:dn(new C(...i.position).add(r)),target:dn(new C(...i.target).add(r))}}function uu(i,e,t,n){let s=new lt(...i.quaternion),r=new C(...i.position).sub(new C(...i.target)),o=i.kind==="orthographic"?i.ymag:r.length()*Math.tan(i.yfov/2),a=new C(t.x*o*n*(1-e),t.y*o*(1-e),0).applyQuaternion(s),l=new C(...i.target).add(a),c=i.kind==="orthographic"?1:e,u=dn(r.multiplyScalar(c).add(l));return i.kind==="perspective"?{...i,target:dn(l),position:u}:{...i,target:dn(l),position:u,xmag:i.xmag*e,ymag:i.ymag*e}}var hu=class{enabled=!0;#e;#n=new AbortController;#t=new Map;#i=0;#s=!1;#r=0;onClick=()=>{};onHover=()=>{};onIdleWheel=()=>{};constructor(e){this.#e=e;let{element:t}=e,{signal:n}=this.#n,s=()=>{t.style.touchAction=t.contains(document.activeElement)?"none":"pan-y"};s(),t.addEventListener("focusin",s,{signal:n}),t.addEventListener("focusout",()=>queueMicrotask(s),{signal:n}),t.addEventListener("pointerdown",o=>this.#c(o),{signal:n}),t.addEventListener("pointermove",o=>this.#a(o),{signal:n}),t.addEventListener("pointerup",o=>this.#u(o,!0),{signal:n}),t.addEventListener("pointercancel",o=>this.#u(o,!1),{signal:n}),t.addEventListener("wheel",o=>this.#d(o),{signal:n,passive:!1}),t.addEventListener("keydown",o=>this.#p(o),{signal:n}),t.setAttribute("data-jp-suppress-context-menu","");let r=o=>{(this.#t.size>0||this.#i>4)&&o.preventDefault()};t.addEventListener("contextmenu",r,{signal:n}),t.addEventListener("dblclick",o=>this.onClick(...this.#o(o),!0),{signal:n})}dispose(){clearTimeout(this.#r),this.#n.abort()}#o(e){let t=this.#e.element.getBoundingClientRect();return[e.clientX-t.left,e.clientY-t.top]}#l(e){return this.enabled&&!e.target.closest("[data-threedkit-chrome]")}#c(e){if(!this.#l(e))return;this.#e.element.focus({preventScroll:!0}),this.#e.element.setPointerCapture(e.pointerId),this.#t.size===0&&(this.#i=0);let[t,n]=this.#o(e);this.#t.set(e.pointerId,{x:t,y:n}),this.#s=e.button!==0||e.shiftKey||e.ctrlKey||e.metaKey}#a(e){let[t,n]=this.#o(e),s=this.#t.get(e.pointerId);if(!s){e.pointerType==="mouse"&&this.#l(e)&&this.onHover(t,n);return}let r=this.#h(),[o,a]=[t-s.x,n-s.y];if(this.#i+=Math.abs(o)+Math.abs(a),Object.assign(s,{x:t,y:n}),this.#i<=3)return;let{camera:l}=this.#e,{height:c,width:u}=this.#e;if(this.#t.size>1){let h=this.#h(),d=this.#t.size;l=Cf(l,o/d,a/d,c),r>0&&h>0&&(l=uu(l,r/h,{x:0,y:0},u/c))}else this.#s?l=Cf(l,o,a,c):l=$x(l,-2*Math.PI*o/c,-2*Math.PI*a/c);this.#m(l,!0)}#u(e,t){this.#t.delete(e.pointerId)&&(this.#t.size>0||(this.#i>3?this.#m(this.#e.camera,!1):t&&e.button===0&&this.onClick(...this.#o(e),!1)))}#h(){let[e,t]=[...this.#t.values()];return e&&t?Math.hypot(e.x-t.x,e.y-t.y):0}#d(e){if(!this.#l(e))return;if(!(this.#e.element.contains(document.activeElement)||document.fullscreenElement!==null)&&!e.ctrlKey&&!e.metaKey){this.onIdleWheel();return}e.preventDefault();let[n,s]=this.#o(e),{width:r,height:o}=this.#e,a=e.deltaMode===1?30:e.deltaMode===2?300:1,l=e.ctrlKey?8*Yx:Yx,c=Math.exp(Math.min(Math.max(e.deltaY*a*l,-.7),.7)),u={x:2*n/r-1,y:1-2*s/o};this.#m(uu(this.#e.camera,c,u,r/o),!0),this.#f()}#p(e){if(!this.#l(e)||e.ctrlKey||e.metaKey||e.altKey)return;let{width:t,height:n}=this.#e,s={ArrowLeft:[-1,0],ArrowRight:[1,0],ArrowUp:[0,-1],ArrowDown:[0,1]},{camera:r}=this.#e,o=s[e.key];if(o&&e.shiftKey)r=Cf(r,-o[0]*n/16,-o[1]*n/16,n);else if(o)r=$x(r,o[0]*Jx,o[1]*Jx);else if(e.key==="+"||e.key==="=")r=uu(r,.87,{x:0,y:0},t/n);else if(e.key==="-"||e.key==="_")r=uu(r,1/.87,{x:0,y:0},t/n);else return;e.preventDefault(),e.stopPropagation(),this.#m(r,!0),this.#f()}#f(){clearTimeout(this.#r),this.#r=window.setTimeout(()=>this.#m(this.#e.camera,!1),180)}#m(e,t){let n=this.#e.bounds();this.#e.steer(n?ba(e,n):e,t)}};function gE(i){return i<=40?1:Math.max(.3,Math.round(16*Math.sqrt(40/i))/16)}var du=class{#e;#n="nothing";#t=[];#i=[];#s=1/0;#r=0;#o=null;#l=1;#c=0;constructor(e){this.#e=e}change(){this.#n="change"}next(){let e=this.#n;return this.#n="nothing",e==="nothing"?null:e==="whole"?1:this.#a}get#a(){if(this.#t.length<3)return 1;let e=Math.min(...this.#t);return e>this.#s/2&&e<this.#s*2?1:gE(e)}drawn(e,t,n){this.#o&&e.deleteSync(this.#o),this.#o=e.fenceSync(e.SYNC_GPU_COMMANDS_COMPLETE,0),e.flush(),[this.#l,this.#c]=[t,n],clearTimeout(this.#r),t<1&&(this.#r=window.setTimeout(()=>this.#u(),300))}#u(){this.#n==="nothing"&&(this.#n="whole"),this.#e()}isBusy(e){if(!this.#o)return!1;let t=performance.now()-this.#c,n=e.getSyncParameter(this.#o,e.SYNC_STATUS)===e.SIGNALED;return!n&&t<2e3?!0:(e.deleteSync(this.#o),this.#o=null,n&&t<2e3&&this.#h(t),!1)}#h(e){let t=this.#l===1?this.#t:this.#i;if(t.push(e),t.length>3&&t.shift(),this.#l===1||t.length<3)return;let n=Math.min(...this.#t);Math.min(...t)>.75*n&&(this.#s=n)}forget(){clearTimeout(this.#r),this.#t=[],this.#i=[],this.#s=1/0,this.#o=null}};var fu=class{#e=new Map;on(e,t){let n=this.#e.get(e)??new Set;return this.#e.set(e,n.add(t)),()=>n.delete(t)}emit(e,t){this.#e.get(e)?.forEach(n=>n(t))}clear(){this.#e.clear()}};var pu=class{#e=null;#n=1;set(e,t){this.#e=t===null?null:e,this.#n=t??1}forget(){this.#e=null}at(e,t){let n=this.#e,s=this.#n/e;if(!n||n.kind==="orthographic"||s<=1)return n;let r=new C(...n.target),o=new C(...n.position).sub(r).multiplyScalar(s);return ba({...n,position:dn(o.add(r))},t)}};var mu=class{on=!1;#e;#n;#t=null;constructor(e,t){this.#e=e,this.#n=t}async moved(e,t){if(!this.on)return;let n=this.#t!==null;if(this.#t={x:e,y:t},n)return;await new Promise(requestAnimationFrame);let s=this.#t;this.#n(await this.#e(s.x,s.y),s.x,s.y),this.#t=null}};function Zx(){return window.matchMedia?.("(prefers-reduced-motion: reduce)").matches??!1}var gu=class{#e;#n;#t;#i;constructor(e,t,n,s){this.#e=e,this.#n=t,this.#t=n,this.#i=1e3*s}#s(e){return Math.min(Math.max((e-this.#t)/this.#i,0),1)}at(e){return Kb(this.#e,this.#n,Yb(this.#s(e)))}over(e){return this.#s(e)>=1}};var Qr=Math.pow(2,-24),Ma=Symbol("SKIP_GENERATION"),bu={strategy:0,maxDepth:40,targetLeafSize:10,useSharedArrayBuffer:!1,setBoundingBox:!0,onProgress:null,indirect:!1,verbose:!0,range:null,[Ma]:!1};function ft(i,e,t){return t.min.x=e[i],t.min.y=e[i+1],t.min.z=e[i+2],t.max.x=e[i+3],t.max.y=e[i+4],t.max.z=e[i+5],t}function Sa(i){let e=-1,t=-1/0;for(let n=0;n<3;n++){let s=i[n+3]-i[n];s>t&&(t=s,e=n)}return e}function If(i,e,t){for(let n=0;n<3;n++){let s=e[i+2*n],r=e[i+2*n+1],o=s-r,a=s+r;o<t[n]&&(t[n]=o),a>t[n+3]&&(t[n+3]=a)}}function xu(i){let e=i[3]-i[0],t=i[4]-i[1],n=i[5]-i[2];return 2*(e*t+t*n+n*e)}function $e(i,e){return e[i+15]===65535}function ot(i,e){return e[i+6]}function ct(i,e){return e[i+14]}function it(i){return i+8}function st(i,e){let t=e[i+6];return i+t*8}function eo(i,e){return e[i+7]}function yu(i,e,t,n,s){let r=1/0,o=1/0,a=1/0,l=-1/0,c=-1/0,u=-1/0,h=1/0,d=1/0,f=1/0,g=-1/0,x=-1/0,p=-1/0,m=i.offset||0;for(let b=(e-m)*6,_=(e+t-m)*6;b<_;b+=6){let y=i[b+0],M=i[b+1],w=y-M,v=y+M;w<r&&(r=w),v>l&&(l=v),y<h&&(h=y),y>g&&(g=y);let S=i[b+2],L=i[b+3],E=S-L,R=S+L;E<o&&(o=E),R>c&&(c=R),S<d&&(d=S),S>x&&(x=S);let P=i[b+4],N=i[b+5],k=P-N,U=P+N;k<a&&(a=k),U>u&&(u=U),P<f&&(f=P),P>p&&(p=P)}n[0]=r,n[1]=o,n[2]=a,n[3]=l,n[4]=c,n[5]=u,s[0]=h,s[1]=d,s[2]=f,s[3]=g,s[4]=x,s[5]=p}var Ii=8,kf=8,Lf=new Int32Array(Ii),Pi=new Float32Array(Ii*6),to=new Float32Array(Ii*6),li=new Float32Array(6),vu=new Float32Array(6),vs=new Int32Array(kf),e0=new Float32Array(kf*6);function yE(i,e,t,n){for(let s=0;s<3;s++){let r=e[i+2*s],o=e[i+2*s+1],a=r-o,l=r+o;a<t[n+s]&&(t[n+s]=a),l>t[n+s+3]&&(t[n+s+3]=l)}}function t0(i,e){let t=i[e+3]-i[e],n=i[e+4]-i[e+1],s=i[e+5]-i[e+2];return 2*(t*n+n*s+s*t)}function n0(i,e,t,n,s,r){let o=-1,a=0;if(r===0)o=Sa(e),o!==-1&&(a=(e[o]+e[o+3])/2);else if(r===1)o=Sa(i),o!==-1&&(a=vE(t,n,s,o));else if(r===2){let l=xu(i),c=1.25*s,u=t.offset||0,h=(n-u)*6,d=(n+s-u)*6;for(let f=0;f<3;f++){let g=e[f],m=(e[f+3]-g)/Ii;if(s<kf){for(let b=0;b<s;b++){let _=h+b*6,y=t[_+2*f],M=b;for(;M>0&&t[vs[M-1]+2*f]>y;)vs[M]=vs[M-1],M--;vs[M]=_}for(let b=0;b<3;b++)li[b]=1/0,li[b+3]=-1/0,vu[b]=1/0,vu[b+3]=-1/0;for(let b=s-1;b>=0;b--)If(vs[b],t,vu),e0.set(vu,b*6);for(let b=0;b<s-1;b++){If(vs[b],t,li);let _=t[vs[b+1]+2*f];if(t[vs[b]+2*f]===_)continue;let y=b+1,M=s-y,w=xu(li)/l,v=t0(e0,y*6)/l,S=1+1.25*(w*y+v*M);S<c&&(o=f,c=S,a=_)}}else{for(let y=0;y<Ii;y++){Lf[y]=0;for(let M=0;M<3;M++)Pi[y*6+M]=1/0,Pi[y*6+M+3]=-1/0}for(let y=h;y<d;y+=6){let v=~~((t[y+2*f]-g)/m);v>=Ii&&(v=Ii-1),Lf[v]++,yE(y,t,Pi,v*6)}let b=(Ii-1)*6;for(let y=0;y<6;y++)to[b+y]=Pi[b+y];for(let y=Ii-2;y>=0;y--){let M=y*6,w=M+6;for(let v=0;v<3;v++)to[M+v]=Math.min(Pi[M+v],to[w+v]),to[M+v+3]=Math.max(Pi[M+v+3],to[w+v+3])}let _=0;for(let y=0;y<Ii-1;y++){let M=y*6,w=Lf[y];if(w!==0)for(let R=0;R<3;R++)_===0?(li[R]=Pi[M+R],li[R+3]=Pi[M+R+3]):(li[R]=Math.min(li[R],Pi[M+R]),li[R+3]=Math.max(li[R+3],Pi[M+R+3]));_+=w;let v=0,S=0;_!==0&&(v=xu(li)/l);let L=s-_;L!==0&&(S=t0(to,M+6)/l);let E=1+1.25*(v*_+S*L);E<c&&(o=f,c=E,a=g+m+y*m)}}}}else console.warn(`BVH: Invalid build strategy value ${r} used.`);return{axis:o,pos:a}}function vE(i,e,t,n){let s=0,r=i.offset;for(let o=e,a=e+t;o<a;o++)s+=i[(o-r)*6+n*2];return s/t}function i0(i,e,t,n,s,r){let o=n,a=n+s-1,l=r.pos,c=r.axis*2,u=t.offset||0;for(;;){for(;o<=a&&t[(o-u)*6+c]<l;)o++;for(;o<=a&&t[(a-u)*6+c]>=l;)a--;if(o<a){for(let h=0;h<e;h++){let d=i[o*e+h];i[o*e+h]=i[a*e+h],i[a*e+h]=d}for(let h=0;h<6;h++){let d=o-u,f=a-u,g=t[d*6+h];t[d*6+h]=t[f*6+h],t[f*6+h]=g}o++,a--}else return o}}var _E=Math.pow(2,32),no=new Float32Array(6),_u=new Float32Array(6);function ME(i,e,t,n,s,r){let{maxDepth:o,verbose:a,targetLeafSize:l,_strictLeafSize:c=1/0,strategy:u,onProgress:h,useSharedArrayBuffer:d=!1}=s,f=i.primitiveBuffer,g=i.primitiveBufferStride,x=d?SharedArrayBuffer:ArrayBuffer,p=new x(32*Math.max(1,2*Math.ceil(n)-1)),m=new Float32Array(p),b=new Uint32Array(p),_=new Uint16Array(p),y=0,M=!1;return yu(e,t,n,no,_u),S(t,n,0),p.slice(0,y*32);function w(L){h&&h((L-r.offset)/r.count)}function v(L,E,R){let P=L*2;b[L+6]=E,_[P+14]=R,_[P+15]=65535,w(E+R)}function S(L,E,R){let P=y++,N=P*8;m.set(no,N),!M&&R>=o&&(M=!0,a&&console.warn(`BVH: Max depth of ${o} reached when generating BVH. Consider increasing maxDepth.`));let k=E>c;if(E<=l&&!k||R>=o){v(N,L,E);return}let U=n0(no,_u,e,L,E,u),V=U.axis===-1?-1:i0(f,g,e,L,E,U);if(U.axis===-1||V===L||V===L+E){if(!k){v(N,L,E);return}U.axis=Math.max(0,Sa(no)),V=L+Math.max(1,Math.floor(E/2))}b[N+7]=U.axis;let H=V-L;yu(e,L,H,no,_u),S(L,H,R+1);let te=y-P;if(te>_E)throw new Error("MeshBVH: Cannot store relative child node offset greater than 32 bits.");b[N+6]=te;let q=E-H;yu(e,V,q,no,_u),S(V,q,R+1)}}function s0(i,e){let t=i.getRootRanges(e.range),n=t[0],s=t[t.length-1],r={offset:n.offset,count:s.offset+s.count-n.offset},o=new Float32Array(6*r.count);o.offset=r.offset,i.computePrimitiveBounds(r.offset,r.count,o),i._roots=t.map(a=>ME(i,o,a.offset,a.count,e,r))}var _s=class{constructor(e){this._getNewPrimitive=e,this._primitives=[]}getPrimitive(){let e=this._primitives;return e.length===0?this._getNewPrimitive():e.pop()}releasePrimitive(e){this._primitives.push(e)}};var Df=class{constructor(){this.float32Array=null,this.uint16Array=null,this.uint32Array=null;let e=[],t=null;this.setBuffer=n=>{t&&e.push(t),t=n,this.float32Array=new Float32Array(n),this.uint16Array=new Uint16Array(n),this.uint32Array=new Uint32Array(n)},this.clearBuffer=()=>{t=null,this.float32Array=null,this.uint16Array=null,this.uint32Array=null,e.length!==0&&this.setBuffer(e.pop())}}},Xe=new Df;var Ms,so,io=[],Mu=new _s(()=>new We);function r0(i,e,t,n,s,r){Ms=Mu.getPrimitive(),so=Mu.getPrimitive(),io.push(Ms,so),Xe.setBuffer(i._roots[e]);let o=Nf(0,i.geometry,t,n,s,r);Xe.clearBuffer(),Mu.releasePrimitive(Ms),Mu.releasePrimitive(so),io.pop(),io.pop();let a=io.length;return a>0&&(so=io[a-1],Ms=io[a-2]),o}function Nf(i,e,t,n,s=null,r=0,o=0){let{float32Array:a,uint16Array:l,uint32Array:c}=Xe,u=i*2;if($e(u,l)){let d=ot(i,c),f=ct(u,l);return ft(i,a,Ms),n(d,f,!1,o,r+i/8,Ms)}else{let E=function(P){let{uint16Array:N,uint32Array:k}=Xe,U=P*2;for(;!$e(U,N);)P=it(P),U=P*2;return ot(P,k)},R=function(P){let{uint16Array:N,uint32Array:k}=Xe,U=P*2;for(;!$e(U,N);)P=st(P,k),U=P*2;return ot(P,k)+ct(U,N)},d=it(i),f=st(i,c),g=d,x=f,p,m,b,_;if(s&&(b=Ms,_=so,ft(g,a,b),ft(x,a,_),p=s(b),m=s(_),m<p)){g=f,x=d;let P=p;p=m,m=P,b=_}b||(b=Ms,ft(g,a,b));let y=$e(g*2,l),M=t(b,y,p,o+1,r+g/8),w;if(M===2){let P=E(g),k=R(g)-P;w=n(P,k,!0,o+1,r+g/8,b)}else w=M&&Nf(g,e,t,n,s,r,o+1);if(w)return!0;_=so,ft(x,a,_);let v=$e(x*2,l),S=t(_,v,m,o+1,r+x/8),L;if(S===2){let P=E(x),k=R(x)-P;L=n(P,k,!0,o+1,r+x/8,_)}else L=S&&Nf(x,e,t,n,s,r,o+1);return!!L}}var wa=new Xe.constructor,Su=new Xe.constructor,Ss=new _s(()=>new We),ro=new We,oo=new We,Of=new We,Uf=new We,Bf=!1;function o0(i,e,t,n){if(Bf)throw new Error("MeshBVH: Recursive calls to bvhcast not supported.");Bf=!0;let s=i._roots,r=e._roots,o,a=0,l=0,c=new xe().copy(t).invert();for(let u=0,h=s.length;u<h;u++){wa.setBuffer(s[u]),l=0;let d=Ss.getPrimitive();ft(0,wa.float32Array,d),d.applyMatrix4(c);for(let f=0,g=r.length;f<g&&(Su.setBuffer(r[f]),o=ci(0,0,t,c,n,a,l,0,0,d),Su.clearBuffer(),l+=r[f].byteLength/32,!o);f++);if(Ss.releasePrimitive(d),wa.clearBuffer(),a+=s[u].byteLength/32,o)break}return Bf=!1,o}function ci(i,e,t,n,s,r=0,o=0,a=0,l=0,c=null,u=!1){let h,d;u?(h=Su,d=wa):(h=wa,d=Su);let f=h.float32Array,g=h.uint32Array,x=h.uint16Array,p=d.float32Array,m=d.uint32Array,b=d.uint16Array,_=i*2,y=e*2,M=$e(_,x),w=$e(y,b),v=!1;if(w&&M)u?v=s(ot(e,m),ct(e*2,b),ot(i,g),ct(i*2,x),l,o+e/8,a,r+i/8):v=s(ot(i,g),ct(i*2,x),ot(e,m),ct(e*2,b),a,r+i/8,l,o+e/8);else if(w){let S=Ss.getPrimitive();ft(e,p,S),S.applyMatrix4(t);let L=it(i),E=st(i,g);ft(L,f,ro),ft(E,f,oo);let R=S.intersectsBox(ro),P=S.intersectsBox(oo);v=R&&ci(e,L,n,t,s,o,r,l,a+1,S,!u)||P&&ci(e,E,n,t,s,o,r,l,a+1,S,!u),Ss.releasePrimitive(S)}else{let S=it(e),L=st(e,m);ft(S,p,Of),ft(L,p,Uf);let E=c.intersectsBox(Of),R=c.intersectsBox(Uf);if(E&&R)v=ci(i,S,t,n,s,r,o,a,l+1,c,u)||ci(i,L,t,n,s,r,o,a,l+1,c,u);else if(E)if(M)v=ci(i,S,t,n,s,r,o,a,l+1,c,u);else{let P=Ss.getPrimitive();P.copy(Of).applyMatrix4(t);let N=it(i),k=st(i,g);ft(N,f,ro),ft(k,f,oo);let U=P.intersectsBox(ro),V=P.intersectsBox(oo);v=U&&ci(S,N,n,t,s,o,r,l,a+1,P,!u)||V&&ci(S,k,n,t,s,o,r,l,a+1,P,!u),Ss.releasePrimitive(P)}else if(R)if(M)v=ci(i,L,t,n,s,r,o,a,l+1,c,u);else{let P=Ss.getPrimitive();P.copy(Uf).applyMatrix4(t);let N=it(i),k=st(i,g);ft(N,f,ro),ft(k,f,oo);let U=P.intersectsBox(ro),V=P.intersectsBox(oo);v=U&&ci(L,N,n,t,s,o,r,l,a+1,P,!u)||V&&ci(L,k,n,t,s,o,r,l,a+1,P,!u),Ss.releasePrimitive(P)}}return v}var wu=new class{constructor(){let i=null,e=null,t=null,n=!1;this.root=null,this.buffer=null,this.uint32Array=null,this.uint16Array=null,this.setBVH=(r,o)=>{if(n)throw new Error("BVHTraversalHelper: cannot call setBVH during an active traversal.");this.root=o,this.buffer=i=r._roots[o],this.uint16Array=t=new Uint16Array(i),this.uint32Array=e=new Uint32Array(i)},this.reset=()=>{this.root=null,this.buffer=i=null,this.uint16Array=t=null,this.uint32Array=e=null},this.getRangeStart=r=>{let o=r*2;for(;!$e(o,t);)r=it(r),o=r*2;return ot(r,e)},this.getRangeEnd=r=>{let o=r*2;for(;!$e(o,t);)r=st(r,e),o=r*2;return ot(r,e)+ct(o,t)};let s=(r,o,a)=>{let l=o*2,c=$e(l,t);if(!r(a,c,o)&&!c){let h=it(o),d=st(o,e);s(r,h,a+1),s(r,d,a+1)}};this.traverseBuffer=r=>{if(n)throw new Error("BVHTraversalHelper: cannot start a traversal during an active traversal.");n=!0;try{s(r,0,0)}finally{n=!1}},this.traverse=r=>{this.traverseBuffer((o,a,l)=>{if(a){let c=l*2,u=e[l+6],h=t[c+14];return r(o,a,new Float32Array(i,l*4,6),u,h)}else{let c=eo(l,e);return r(o,a,new Float32Array(i,l*4,6),c)}})}}};var a0=new We,ao=new Float32Array(6),Tu=class{constructor(){this._roots=null,this.primitiveBuffer=null,this.primitiveBufferStride=null}init(e){e={...bu,...e},"maxLeafSize"in e&&(console.warn('BVH: "maxLeafSize" option has been deprecated. Use "targetLeafSize", instead.'),e={...e,targetLeafSize:e.maxLeafSize}),s0(this,e)}getRootRanges(){throw new Error("BVH: getRootRanges() not implemented")}writePrimitiveBounds(){throw new Error("BVH: writePrimitiveBounds() not implemented")}writePrimitiveRangeBounds(e,t,n,s){let r=1/0,o=1/0,a=1/0,l=-1/0,c=-1/0,u=-1/0;for(let h=e,d=e+t;h<d;h++){this.writePrimitiveBounds(h,ao,0);let[f,g,x,p,m,b]=ao;f<r&&(r=f),p>l&&(l=p),g<o&&(o=g),m>c&&(c=m),x<a&&(a=x),b>u&&(u=b)}return n[s+0]=r,n[s+1]=o,n[s+2]=a,n[s+3]=l,n[s+4]=c,n[s+5]=u,n}computePrimitiveBounds(e,t,n){let s=n.offset||0;for(let r=e,o=e+t;r<o;r++){this.writePrimitiveBounds(r,ao,0);let[a,l,c,u,h,d]=ao,f=(a+u)/2,g=(l+h)/2,x=(c+d)/2,p=(u-a)/2,m=(h-l)/2,b=(d-c)/2,_=(r-s)*6;n[_+0]=f,n[_+1]=p+(Math.abs(f)+p)*Qr,n[_+2]=g,n[_+3]=m+(Math.abs(g)+m)*Qr,n[_+4]=x,n[_+5]=b+(Math.abs(x)+b)*Qr}return n}shiftPrimitiveOffsets(e){let t=this._indirectBuffer;if(t)for(let n=0,s=t.length;n<s;n++)t[n]+=e;else{let n=this._roots;for(let s=0;s<n.length;s++){let r=n[s],o=new Uint32Array(r),a=new Uint16Array(r),l=r.byteLength/32;for(let c=0;c<l;c++){let u=8*c,h=2*u;$e(h,a)&&(o[u+6]+=e)}}}}traverse(e,t=0){wu.setBVH(this,t),wu.traverse(e),wu.reset()}refit(){let e=this._roots;for(let t=0,n=e.length;t<n;t++){let s=e[t],r=new Uint32Array(s),o=new Uint16Array(s),a=new Float32Array(s),l=s.byteLength/32;for(let c=l-1;c>=0;c--){let u=c*8,h=u*2;if($e(h,o)){let f=ot(u,r),g=ct(h,o);this.writePrimitiveRangeBounds(f,g,ao,0),a.set(ao,u)}else{let f=it(u),g=st(u,r);for(let x=0;x<3;x++){let p=a[f+x],m=a[f+x+3],b=a[g+x],_=a[g+x+3];a[u+x]=p<b?p:b,a[u+x+3]=m>_?m:_}}}}}getBoundingBox(e){return e.makeEmpty(),this._roots.forEach(n=>{ft(0,new Float32Array(n),a0),e.union(a0)}),e}shapecast(e){let{boundsTraverseOrder:t,intersectsBounds:n,intersectsRange:s,intersectsPrimitive:r,scratchPrimitive:o,iterate:a}=e;if(s&&r){let h=s;s=(d,f,g,x,p)=>h(d,f,g,x,p)?!0:a(d,f,this,r,g,x,o)}else s||(r?s=(h,d,f,g)=>a(h,d,this,r,f,g,o):s=(h,d,f)=>f);let l=!1,c=0,u=this._roots;for(let h=0,d=u.length;h<d;h++){let f=u[h];if(l=r0(this,h,n,s,t,c),l)break;c+=f.byteLength/32}return l}bvhcast(e,t,n){let{intersectsRanges:s}=n;return o0(this,e,t,s)}};function l0(){return typeof SharedArrayBuffer<"u"}function zf(i){return i.index?i.index.count:i.attributes.position.count}function ws(i){return zf(i)/3}function wE(i,e=ArrayBuffer){return i>65535?new Uint32Array(new e(4*i)):new Uint16Array(new e(2*i))}function c0(i,e){if(!i.index){let t=i.attributes.position.count,n=e.useSharedArrayBuffer?SharedArrayBuffer:ArrayBuffer,s=wE(t,n);i.setIndex(new Je(s,1));for(let r=0;r<t;r++)s[r]=r}}function TE(i,e,t){let n=zf(i)/t,s=e||i.drawRange,r=s.start/t,o=(s.start+s.count)/t,a=Math.max(0,r),l=Math.min(n,o)-a;return{offset:Math.floor(a),count:Math.floor(l)}}function AE(i,e){return i.groups.map(t=>({offset:t.start/e,count:t.count/e}))}function Gf(i,e,t){let n=TE(i,e,t),s=AE(i,t);if(!s.length)return[n];let r=[],o=n.offset,a=n.offset+n.count,l=zf(i)/t,c=[];for(let d of s){let{offset:f,count:g}=d,x=f,p=isFinite(g)?g:l-f,m=f+p;x<a&&m>o&&(c.push({pos:Math.max(o,x),isStart:!0}),c.push({pos:Math.min(a,m),isStart:!1}))}c.sort((d,f)=>d.pos!==f.pos?d.pos-f.pos:d.type==="end"?-1:1);let u=0,h=null;for(let d of c){let f=d.pos;u!==0&&f!==h&&r.push({offset:h,count:f-h}),u+=d.isStart?1:-1,h=f}return r}function EE(i,e){let t=i[i.length-1],n=t.offset+t.count>2**16,s=i.reduce((c,u)=>c+u.count,0),r=n?4:2,o=e?new SharedArrayBuffer(s*r):new ArrayBuffer(s*r),a=n?new Uint32Array(o):new Uint16Array(o),l=0;for(let c=0;c<i.length;c++){let{offset:u,count:h}=i[c];for(let d=0;d<h;d++)a[l+d]=u+d;l+=h}return a}var Au=class extends Tu{get indirect(){return!!this._indirectBuffer}get primitiveStride(){return null}get primitiveBufferStride(){return this.indirect?1:this.primitiveStride}set primitiveBufferStride(e){}get primitiveBuffer(){return this.indirect?this._indirectBuffer:this.geometry.index.array}set primitiveBuffer(e){}constructor(e,t={}){if(e.isBufferGeometry){if(e.index&&e.index.isInterleavedBufferAttribute)throw new Error("BVH: InterleavedBufferAttribute is not supported for the index attribute.")}else throw new Error("BVH: Only BufferGeometries are supported.");if(t.useSharedArrayBuffer&&!l0())throw new Error("BVH: SharedArrayBuffer is not available.");super(),this.geometry=e,this.resolvePrimitiveIndex=t.indirect?n=>this._indirectBuffer[n]:n=>n,this.primitiveBuffer=null,this.primitiveBufferStride=null,this._indirectBuffer=null,t={...bu,...t},t[Ma]||this.init(t)}init(e){let{geometry:t,primitiveStride:n}=this;if(e.indirect){let s=Gf(t,e.range,n),r=EE(s,e.useSharedArrayBuffer);this._indirectBuffer=r}else c0(t,e);super.init(e),!t.boundingBox&&e.setBoundingBox&&(t.boundingBox=this.getBoundingBox(new We))}getRootRanges(e){return this.indirect?[{offset:0,count:this._indirectBuffer.length}]:Gf(this.geometry,e,this.primitiveStride)}raycastObject3D(){throw new Error("BVH: raycastObject3D() not implemented")}};var Nn=class{constructor(){this.min=1/0,this.max=-1/0}setFromPointsField(e,t){let n=1/0,s=-1/0;for(let r=0,o=e.length;r<o;r++){let l=e[r][t];n=l<n?l:n,s=l>s?l:s}this.min=n,this.max=s}setFromPoints(e,t){let n=1/0,s=-1/0;for(let r=0,o=t.length;r<o;r++){let a=t[r],l=e.dot(a);n=l<n?l:n,s=l>s?l:s}this.min=n,this.max=s}isSeparated(e){return this.min>e.max||e.min>this.max}};Nn.prototype.setFromBox=(function(){let i=new C;return function(t,n){let s=n.min,r=n.max,o=1/0,a=-1/0;for(let l=0;l<=1;l++)for(let c=0;c<=1;c++)for(let u=0;u<=1;u++){i.x=s.x*l+r.x*(1-l),i.y=s.y*c+r.y*(1-c),i.z=s.z*u+r.z*(1-u);let h=t.dot(i);o=Math.min(h,o),a=Math.max(h,a)}this.min=o,this.max=a}})();var RE=(function(){let i=new C,e=new C,t=new C;return function(s,r,o){let a=s.start,l=i,c=r.start,u=e;t.subVectors(a,c),i.subVectors(s.end,s.start),e.subVectors(r.end,r.start);let h=t.dot(u),d=u.dot(l),f=u.dot(u),g=t.dot(l),p=l.dot(l)*f-d*d,m,b;p!==0?m=(h*d-g*f)/p:m=0,b=(h+m*d)/f,o.x=m,o.y=b}})(),Ta=(function(){let i=new Pe,e=new C,t=new C;return function(s,r,o,a){RE(s,r,i);let l=i.x,c=i.y;if(l>=0&&l<=1&&c>=0&&c<=1){s.at(l,o),r.at(c,a);return}else if(l>=0&&l<=1){c<0?r.at(0,a):r.at(1,a),s.closestPointToPoint(a,!0,o);return}else if(c>=0&&c<=1){l<0?s.at(0,o):s.at(1,o),r.closestPointToPoint(o,!0,a);return}else{let u;l<0?u=s.start:u=s.end;let h;c<0?h=r.start:h=r.end;let d=e,f=t;if(s.closestPointToPoint(h,!0,e),r.closestPointToPoint(u,!0,t),d.distanceToSquared(h)<=f.distanceToSquared(u)){o.copy(d),a.copy(h);return}else{o.copy(u),a.copy(f);return}}}})(),u0=(function(){let i=new C,e=new C,t=new Jt,n=new yn;return function(r,o){let{radius:a,center:l}=r,{a:c,b:u,c:h}=o;if(n.start=c,n.end=u,n.closestPointToPoint(l,!0,i).distanceTo(l)<=a||(n.start=c,n.end=h,n.closestPointToPoint(l,!0,i).distanceTo(l)<=a)||(n.start=u,n.end=h,n.closestPointToPoint(l,!0,i).distanceTo(l)<=a))return!0;let x=o.getPlane(t);if(Math.abs(x.distanceToPoint(l))<=a){let m=x.projectPoint(l,e);if(o.containsPoint(m))return!0}return!1}})();var CE=["x","y","z"],is=1e-15,h0=is*is;function $n(i){return Math.abs(i)<is}var en=class extends ln{constructor(...e){super(...e),this.isExtendedTriangle=!0,this.satAxes=new Array(4).fill().map(()=>new C),this.satBounds=new Array(4).fill().map(()=>new Nn),this.points=[this.a,this.b,this.c],this.plane=new Jt,this.isDegenerateIntoSegment=!1,this.isDegenerateIntoPoint=!1,this.degenerateSegment=new yn,this.needsUpdate=!0}intersectsSphere(e){return u0(e,this)}update(){let e=this.a,t=this.b,n=this.c,s=this.points,r=this.satAxes,o=this.satBounds,a=r[0],l=o[0];this.getNormal(a),l.setFromPoints(a,s);let c=r[1],u=o[1];c.subVectors(e,t),u.setFromPoints(c,s);let h=r[2],d=o[2];h.subVectors(t,n),d.setFromPoints(h,s);let f=r[3],g=o[3];f.subVectors(n,e),g.setFromPoints(f,s);let x=c.length(),p=h.length(),m=f.length();this.isDegenerateIntoPoint=!1,this.isDegenerateIntoSegment=!1,x<is?p<is||m<is?this.isDegenerateIntoPoint=!0:(this.isDegenerateIntoSegment=!0,this.degenerateSegment.start.copy(e),this.degenerateSegment.end.copy(n)):p<is?m<is?this.isDegenerateIntoPoint=!0:(this.isDegenerateIntoSegment=!0,this.degenerateSegment.start.copy(t),this.degenerateSegment.end.copy(e)):m<is&&(this.isDegenerateIntoSegment=!0,this.degenerateSegment.start.copy(n),this.degenerateSegment.end.copy(t)),this.plane.setFromNormalAndCoplanarPoint(a,e),this.needsUpdate=!1}};en.prototype.closestPointToSegment=(function(){let i=new C,e=new C,t=new yn;return function(s,r=null,o=null){this.needsUpdate&&this.update();let{start:a,end:l}=s,c=this.points,u,h=1/0,d=this.plane.distanceToPoint(a),f=this.plane.distanceToPoint(l);if(d*f<0&&this.plane.intersectLine(s,i)!==null&&this.containsPoint(i))return r&&r.copy(i),o&&o.copy(i),0;for(let g=0;g<3;g++){let x=(g+1)%3;t.start.copy(c[g]),t.end.copy(c[x]),Ta(t,s,i,e),u=i.distanceToSquared(e),u<h&&(h=u,r&&r.copy(i),o&&o.copy(e))}return this.closestPointToPoint(a,i),u=a.distanceToSquared(i),u<h&&(h=u,r&&r.copy(i),o&&o.copy(a)),this.closestPointToPoint(l,i),u=l.distanceToSquared(i),u<h&&(h=u,r&&r.copy(i),o&&o.copy(l)),Math.sqrt(h)}})();en.prototype.intersectsTriangle=(function(){let i=new en,e=new Nn,t=new Nn,n=new C,s=new C,r=new C,o=new C,a=new yn,l=new yn,c=new C,u=new Pe,h=new Pe;function d(_,y,M,w){let v=n;!_.isDegenerateIntoPoint&&!_.isDegenerateIntoSegment?v.copy(_.plane.normal):v.copy(y.plane.normal);let S=_.satBounds,L=_.satAxes;for(let P=1;P<4;P++){let N=S[P],k=L[P];if(e.setFromPoints(k,y.points),N.isSeparated(e)||(o.copy(v).cross(k),e.setFromPoints(o,_.points),t.setFromPoints(o,y.points),e.isSeparated(t)))return!1}let E=y.satBounds,R=y.satAxes;for(let P=1;P<4;P++){let N=E[P],k=R[P];if(e.setFromPoints(k,_.points),N.isSeparated(e)||(o.crossVectors(v,k),e.setFromPoints(o,_.points),t.setFromPoints(o,y.points),e.isSeparated(t)))return!1}return M&&(w||console.warn("ExtendedTriangle.intersectsTriangle: Triangles are coplanar which does not support an output edge. Setting edge to 0, 0, 0."),M.start.set(0,0,0),M.end.set(0,0,0)),!0}function f(_,y,M,w,v,S,L,E,R,P,N){let k=L/(L-E);P.x=w+(v-w)*k,N.start.subVectors(y,_).multiplyScalar(k).add(_),k=L/(L-R),P.y=w+(S-w)*k,N.end.subVectors(M,_).multiplyScalar(k).add(_)}function g(_,y,M,w,v,S,L,E,R,P,N){if(v>0)f(_.c,_.a,_.b,w,y,M,R,L,E,P,N);else if(S>0)f(_.b,_.a,_.c,M,y,w,E,L,R,P,N);else if(E*R>0||L!=0)f(_.a,_.b,_.c,y,M,w,L,E,R,P,N);else if(E!=0)f(_.b,_.a,_.c,M,y,w,E,L,R,P,N);else if(R!=0)f(_.c,_.a,_.b,w,y,M,R,L,E,P,N);else return!0;return!1}function x(_,y,M,w){let v=y.degenerateSegment,S=_.plane.distanceToPoint(v.start),L=_.plane.distanceToPoint(v.end);return $n(S)?$n(L)?d(_,y,M,w):(M&&(M.start.copy(v.start),M.end.copy(v.start)),_.containsPoint(v.start)):$n(L)?(M&&(M.start.copy(v.end),M.end.copy(v.end)),_.containsPoint(v.end)):_.plane.intersectLine(v,n)!=null?(M&&(M.start.copy(n),M.end.copy(n)),_.containsPoint(n)):!1}function p(_,y,M){let w=y.a;return $n(_.plane.distanceToPoint(w))&&_.containsPoint(w)?(M&&(M.start.copy(w),M.end.copy(w)),!0):!1}function m(_,y,M){let w=_.degenerateSegment,v=y.a;return w.closestPointToPoint(v,!0,n),v.distanceToSquared(n)<h0?(M&&(M.start.copy(v),M.end.copy(v)),!0):!1}function b(_,y,M,w){if(_.isDegenerateIntoSegment)if(y.isDegenerateIntoSegment){let v=_.degenerateSegment,S=y.degenerateSegment,L=s,E=r;v.delta(L),S.delta(E);let R=n.subVectors(S.start,v.start),P=L.x*E.y-L.y*E.x;if($n(P))return!1;let N=(R.x*E.y-R.y*E.x)/P,k=-(L.x*R.y-L.y*R.x)/P;if(N<0||N>1||k<0||k>1)return!1;let U=v.start.z+L.z*N,V=S.start.z+E.z*k;return $n(U-V)?(M&&(M.start.copy(v.start).addScaledVector(L,N),M.end.copy(v.start).addScaledVector(L,N)),!0):!1}else return y.isDegenerateIntoPoint?m(_,y,M):x(y,_,M,w);else{if(_.isDegenerateIntoPoint)return y.isDegenerateIntoPoint?y.a.distanceToSquared(_.a)<h0?(M&&(M.start.copy(_.a),M.end.copy(_.a)),!0):!1:y.isDegenerateIntoSegment?m(y,_,M):p(y,_,M);if(y.isDegenerateIntoPoint)return p(_,y,M);if(y.isDegenerateIntoSegment)return x(_,y,M,w)}}return function(y,M=null,w=!1){this.needsUpdate&&this.update(),y.isExtendedTriangle?y.needsUpdate&&y.update():(i.copy(y),i.update(),y=i);let v=b(this,y,M,w);if(v!==void 0)return v;let S=this.plane,L=y.plane,E=L.distanceToPoint(this.a),R=L.distanceToPoint(this.b),P=L.distanceToPoint(this.c);$n(E)&&(E=0),$n(R)&&(R=0),$n(P)&&(P=0);let N=E*R,k=E*P;if(N>0&&k>0)return!1;let U=S.distanceToPoint(y.a),V=S.distanceToPoint(y.b),H=S.distanceToPoint(y.c);$n(U)&&(U=0),$n(V)&&(V=0),$n(H)&&(H=0);let te=U*V,q=U*H;if(te>0&&q>0)return!1;s.copy(S.normal),r.copy(L.normal);let Q=s.cross(r),ee=0,ve=Math.abs(Q.x),Ne=Math.abs(Q.y);Ne>ve&&(ve=Ne,ee=1),Math.abs(Q.z)>ve&&(ee=2);let ue=CE[ee],ye=this.a[ue],Ce=this.b[ue],pe=this.c[ue],Fe=y.a[ue],Rt=y.b[ue],Ie=y.c[ue];if(g(this,ye,Ce,pe,N,k,E,R,P,u,a))return d(this,y,M,w);if(g(y,Fe,Rt,Ie,te,q,U,V,H,h,l))return d(this,y,M,w);if(u.y<u.x){let Ze=u.y;u.y=u.x,u.x=Ze,c.copy(a.start),a.start.copy(a.end),a.end.copy(c)}if(h.y<h.x){let Ze=h.y;h.y=h.x,h.x=Ze,c.copy(l.start),l.start.copy(l.end),l.end.copy(c)}return u.y<h.x||h.y<u.x?!1:(M&&(h.x>u.x?M.start.copy(l.start):M.start.copy(a.start),h.y<u.y?M.end.copy(l.end):M.end.copy(a.end)),!0)}})();en.prototype.distanceToPoint=(function(){let i=new C;return function(t){return this.closestPointToPoint(t,i),t.distanceTo(i)}})();en.prototype.distanceToTriangle=(function(){let i=new C,e=new C,t=["a","b","c"],n=new yn,s=new yn;return function(o,a=null,l=null){let c=a||l?n:null;if(this.intersectsTriangle(o,c,!0))return(a||l)&&(a&&c.getCenter(a),l&&c.getCenter(l)),0;let u=1/0;for(let h=0;h<3;h++){let d,f=t[h],g=o[f];this.closestPointToPoint(g,i),d=g.distanceToSquared(i),d<u&&(u=d,a&&a.copy(i),l&&l.copy(g));let x=this[f];o.closestPointToPoint(x,i),d=x.distanceToSquared(i),d<u&&(u=d,a&&a.copy(x),l&&l.copy(i))}for(let h=0;h<3;h++){let d=t[h],f=t[(h+1)%3];n.set(this[d],this[f]);for(let g=0;g<3;g++){let x=t[g],p=t[(g+1)%3];s.set(o[x],o[p]),Ta(n,s,i,e);let m=i.distanceToSquared(e);m<u&&(u=m,a&&a.copy(i),l&&l.copy(e))}}return Math.sqrt(u)}})();var It=class{constructor(e,t,n){this.isOrientedBox=!0,this.min=new C,this.max=new C,this.matrix=new xe,this.invMatrix=new xe,this.points=new Array(8).fill().map(()=>new C),this.satAxes=new Array(3).fill().map(()=>new C),this.satBounds=new Array(3).fill().map(()=>new Nn),this.alignedSatBounds=new Array(3).fill().map(()=>new Nn),this.needsUpdate=!1,e&&this.min.copy(e),t&&this.max.copy(t),n&&this.matrix.copy(n)}set(e,t,n){this.min.copy(e),this.max.copy(t),this.matrix.copy(n),this.needsUpdate=!0}copy(e){this.min.copy(e.min),this.max.copy(e.max),this.matrix.copy(e.matrix),this.needsUpdate=!0}};It.prototype.update=(function(){return function(){let e=this.matrix,t=this.min,n=this.max,s=this.points;for(let c=0;c<=1;c++)for(let u=0;u<=1;u++)for(let h=0;h<=1;h++){let d=1*c|2*u|4*h,f=s[d];f.x=c?n.x:t.x,f.y=u?n.y:t.y,f.z=h?n.z:t.z,f.applyMatrix4(e)}let r=this.satBounds,o=this.satAxes,a=s[0];for(let c=0;c<3;c++){let u=o[c],h=r[c],d=1<<c,f=s[d];u.subVectors(a,f),h.setFromPoints(u,s)}let l=this.alignedSatBounds;l[0].setFromPointsField(s,"x"),l[1].setFromPointsField(s,"y"),l[2].setFromPointsField(s,"z"),this.invMatrix.copy(this.matrix).invert(),this.needsUpdate=!1}})();It.prototype.intersectsBox=(function(){let i=new Nn;return function(t){this.needsUpdate&&this.update();let n=t.min,s=t.max,r=this.satBounds,o=this.satAxes,a=this.alignedSatBounds;if(i.min=n.x,i.max=s.x,a[0].isSeparated(i)||(i.min=n.y,i.max=s.y,a[1].isSeparated(i))||(i.min=n.z,i.max=s.z,a[2].isSeparated(i)))return!1;for(let l=0;l<3;l++){let c=o[l],u=r[l];if(i.setFromBox(c,t),u.isSeparated(i))return!1}return!0}})();It.prototype.intersectsTriangle=(function(){let i=new en,e=new Array(3),t=new Nn,n=new Nn,s=new C;return function(o){this.needsUpdate&&this.update(),o.isExtendedTriangle?o.needsUpdate&&o.update():(i.copy(o),i.update(),o=i);let a=this.satBounds,l=this.satAxes;e[0]=o.a,e[1]=o.b,e[2]=o.c;for(let d=0;d<3;d++){let f=a[d],g=l[d];if(t.setFromPoints(g,e),f.isSeparated(t))return!1}let c=o.satBounds,u=o.satAxes,h=this.points;for(let d=0;d<3;d++){let f=c[d],g=u[d];if(t.setFromPoints(g,h),f.isSeparated(t))return!1}for(let d=0;d<3;d++){let f=l[d];for(let g=0;g<4;g++){let x=u[g];if(s.crossVectors(f,x),t.setFromPoints(s,e),n.setFromPoints(s,h),t.isSeparated(n))return!1}}return!0}})();It.prototype.closestPointToPoint=(function(){return function(e,t){return this.needsUpdate&&this.update(),t.copy(e).applyMatrix4(this.invMatrix).clamp(this.min,this.max).applyMatrix4(this.matrix),t}})();It.prototype.distanceToPoint=(function(){let i=new C;return function(t){return this.closestPointToPoint(t,i),t.distanceTo(i)}})();It.prototype.distanceToBox=(function(){let i=["x","y","z"],e=new Array(12).fill().map(()=>new yn),t=new Array(12).fill().map(()=>new yn),n=new C,s=new C;return function(o,a=0,l=null,c=null){if(this.needsUpdate&&this.update(),this.intersectsBox(o))return(l||c)&&(o.getCenter(s),this.closestPointToPoint(s,n),o.closestPointToPoint(n,s),l&&l.copy(n),c&&c.copy(s)),0;let u=a*a,h=o.min,d=o.max,f=this.points,g=1/0;for(let p=0;p<8;p++){let m=f[p];s.copy(m).clamp(h,d);let b=m.distanceToSquared(s);if(b<g&&(g=b,l&&l.copy(m),c&&c.copy(s),b<u))return Math.sqrt(b)}let x=0;for(let p=0;p<3;p++)for(let m=0;m<=1;m++)for(let b=0;b<=1;b++){let _=(p+1)%3,y=(p+2)%3,M=m<<_|b<<y,w=1<<p|m<<_|b<<y,v=f[M],S=f[w];e[x].set(v,S);let E=i[p],R=i[_],P=i[y],N=t[x],k=N.start,U=N.end;k[E]=h[E],k[R]=m?h[R]:d[R],k[P]=b?h[P]:d[P],U[E]=d[E],U[R]=m?h[R]:d[R],U[P]=b?h[P]:d[P],x++}for(let p=0;p<=1;p++)for(let m=0;m<=1;m++)for(let b=0;b<=1;b++){s.x=p?d.x:h.x,s.y=m?d.y:h.y,s.z=b?d.z:h.z,this.closestPointToPoint(s,n);let _=s.distanceToSquared(n);if(_<g&&(g=_,l&&l.copy(n),c&&c.copy(s),_<u))return Math.sqrt(_)}for(let p=0;p<12;p++){let m=e[p];for(let b=0;b<12;b++){let _=t[b];Ta(m,_,n,s);let y=n.distanceToSquared(s);if(y<g&&(g=y,l&&l.copy(n),c&&c.copy(s),y<u))return Math.sqrt(y)}}return Math.sqrt(g)}})();var Vf=class extends _s{constructor(){super(()=>new en)}},_n=new Vf;var Aa=new C,Hf=new C;function d0(i,e,t={},n=0,s=1/0){let r=n*n,o=s*s,a=1/0,l=null;if(i.shapecast({boundsTraverseOrder:u=>(Aa.copy(e).clamp(u.min,u.max),Aa.distanceToSquared(e)),intersectsBounds:(u,h,d)=>d<a&&d<o,intersectsTriangle:(u,h)=>{u.closestPointToPoint(e,Aa);let d=e.distanceToSquared(Aa);return d<a&&(Hf.copy(Aa),a=d,l=h),d<r}}),a===1/0)return null;let c=Math.sqrt(a);return t.point?t.point.copy(Hf):t.point=Hf.clone(),t.distance=c,t.faceIndex=l,t}var Eu=parseInt("187")>=169,PE=parseInt("187")<=161,js=new C,Ks=new C,Ys=new C,Ru=new Pe,Cu=new Pe,Pu=new Pe,f0=new C,p0=new C,m0=new C,Ea=new C;function IE(i,e,t,n,s,r,o,a){let l;if(r===Zt?l=i.intersectTriangle(n,t,e,!0,s):l=i.intersectTriangle(e,t,n,r!==kt,s),l===null)return null;let c=i.origin.distanceTo(s);return c<o||c>a?null:{distance:c,point:s.clone()}}function g0(i,e,t,n,s,r,o,a,l,c,u){js.fromBufferAttribute(e,r),Ks.fromBufferAttribute(e,o),Ys.fromBufferAttribute(e,a);let h=IE(i,js,Ks,Ys,Ea,l,c,u);if(h){if(n){Ru.fromBufferAttribute(n,r),Cu.fromBufferAttribute(n,o),Pu.fromBufferAttribute(n,a),h.uv=new Pe;let f=ln.getInterpolation(Ea,js,Ks,Ys,Ru,Cu,Pu,h.uv);Eu||(h.uv=f)}if(s){Ru.fromBufferAttribute(s,r),Cu.fromBufferAttribute(s,o),Pu.fromBufferAttribute(s,a),h.uv1=new Pe;let f=ln.getInterpolation(Ea,js,Ks,Ys,Ru,Cu,Pu,h.uv1);Eu||(h.uv1=f),PE&&(h.uv2=h.uv1)}if(t){f0.fromBufferAttribute(t,r),p0.fromBufferAttribute(t,o),m0.fromBufferAttribute(t,a),h.normal=new C;let f=ln.getInterpolation(Ea,js,Ks,Ys,f0,p0,m0,h.normal);h.normal.dot(i.direction)>0&&h.normal.multiplyScalar(-1),Eu||(h.normal=f)}let d={a:r,b:o,c:a,normal:new C,materialIndex:0};if(ln.getNormal(js,Ks,Ys,d.normal),h.face=d,h.faceIndex=r,Eu){let f=new C;ln.getBarycoord(Ea,js,Ks,Ys,f),h.barycoord=f}}return h}function b0(i){return i&&i.isMaterial?i.side:i}function lo(i,e,t,n,s,r,o){let a=n*3,l=a+0,c=a+1,u=a+2,{index:h,groups:d}=i;i.index&&(l=h.getX(l),c=h.getX(c),u=h.getX(u));let{position:f,normal:g,uv:x,uv1:p}=i.attributes;if(Array.isArray(e)){let m=n*3;for(let b=0,_=d.length;b<_;b++){let{start:y,count:M,materialIndex:w}=d[b];if(m>=y&&m<y+M){let v=b0(e[w]),S=g0(t,f,g,x,p,l,c,u,v,r,o);if(S)if(S.faceIndex=n,S.face.materialIndex=w,s)s.push(S);else return S}}}else{let m=b0(e),b=g0(t,f,g,x,p,l,c,u,m,r,o);if(b)if(b.faceIndex=n,b.face.materialIndex=0,s)s.push(b);else return b}return null}function pt(i,e,t,n){let s=i.a,r=i.b,o=i.c,a=e,l=e+1,c=e+2;t&&(a=t.getX(a),l=t.getX(l),c=t.getX(c)),s.x=n.getX(a),s.y=n.getY(a),s.z=n.getZ(a),r.x=n.getX(l),r.y=n.getY(l),r.z=n.getZ(l),o.x=n.getX(c),o.y=n.getY(c),o.z=n.getZ(c)}function x0(i,e,t,n,s,r,o,a){let{geometry:l,_indirectBuffer:c}=i;for(let u=n,h=n+s;u<h;u++)lo(l,e,t,u,r,o,a)}function y0(i,e,t,n,s,r,o){let{geometry:a,_indirectBuffer:l}=i,c=1/0,u=null;for(let h=n,d=n+s;h<d;h++){let f;f=lo(a,e,t,h,null,r,o),f&&f.distance<c&&(u=f,c=f.distance)}return u}function v0(i,e,t,n,s,r,o){let{geometry:a}=t,{index:l}=a,c=a.attributes.position;for(let u=i,h=e+i;u<h;u++){let d;if(d=u,pt(o,d*3,l,c),o.needsUpdate=!0,n(o,d,s,r))return!0}return!1}function _0(i,e=null){e&&Array.isArray(e)&&(e=new Set(e));let t=i.geometry,n=t.index?t.index.array:null,s=t.attributes.position,r,o,a,l,c=0,u=i._roots;for(let d=0,f=u.length;d<f;d++)r=u[d],o=new Uint32Array(r),a=new Uint16Array(r),l=new Float32Array(r),h(0,c),c+=r.byteLength;function h(d,f,g=!1){let x=d*2;if($e(x,a)){let p=ot(d,o),m=ct(x,a),b=1/0,_=1/0,y=1/0,M=-1/0,w=-1/0,v=-1/0;for(let S=3*p,L=3*(p+m);S<L;S++){let E=n[S],R=s.getX(E),P=s.getY(E),N=s.getZ(E);R<b&&(b=R),R>M&&(M=R),P<_&&(_=P),P>w&&(w=P),N<y&&(y=N),N>v&&(v=N)}return l[d+0]!==b||l[d+1]!==_||l[d+2]!==y||l[d+3]!==M||l[d+4]!==w||l[d+5]!==v?(l[d+0]=b,l[d+1]=_,l[d+2]=y,l[d+3]=M,l[d+4]=w,l[d+5]=v,!0):!1}else{let p=it(d),m=st(d,o),b=g,_=!1,y=!1;if(e){if(!b){let E=p/8+f/32,R=m/8+f/32;_=e.has(E),y=e.has(R),b=!_&&!y}}else _=!0,y=!0;let M=b||_,w=b||y,v=!1;M&&(v=h(p,f,b));let S=!1;w&&(S=h(m,f,b));let L=v||S;if(L)for(let E=0;E<3;E++){let R=p+E,P=m+E,N=l[R],k=l[R+3],U=l[P],V=l[P+3];l[d+E]=N<U?N:U,l[d+E+3]=k>V?k:V}return L}}}function fn(i,e,t,n,s){let r,o,a,l,c,u,h=1/t.direction.x,d=1/t.direction.y,f=1/t.direction.z,g=t.origin.x,x=t.origin.y,p=t.origin.z,m=e[i],b=e[i+3],_=e[i+1],y=e[i+3+1],M=e[i+2],w=e[i+3+2];return h>=0?(r=(m-g)*h,o=(b-g)*h):(r=(b-g)*h,o=(m-g)*h),d>=0?(a=(_-x)*d,l=(y-x)*d):(a=(y-x)*d,l=(_-x)*d),r>l||a>o||((a>r||isNaN(r))&&(r=a),(l<o||isNaN(o))&&(o=l),f>=0?(c=(M-p)*f,u=(w-p)*f):(c=(w-p)*f,u=(M-p)*f),r>u||c>o)?!1:((c>r||r!==r)&&(r=c),(u<o||o!==o)&&(o=u),r<=s&&o>=n)}function M0(i,e,t,n,s,r,o,a){let{geometry:l,_indirectBuffer:c}=i;for(let u=n,h=n+s;u<h;u++){let d=c?c[u]:u;lo(l,e,t,d,r,o,a)}}function S0(i,e,t,n,s,r,o){let{geometry:a,_indirectBuffer:l}=i,c=1/0,u=null;for(let h=n,d=n+s;h<d;h++){let f;f=lo(a,e,t,l?l[h]:h,null,r,o),f&&f.distance<c&&(u=f,c=f.distance)}return u}function w0(i,e,t,n,s,r,o){let{geometry:a}=t,{index:l}=a,c=a.attributes.position;for(let u=i,h=e+i;u<h;u++){let d;if(d=t.resolveTriangleIndex(u),pt(o,d*3,l,c),o.needsUpdate=!0,n(o,d,s,r))return!0}return!1}function T0(i,e,t,n,s,r,o){Xe.setBuffer(i._roots[e]),fn(0,Xe.float32Array,n,r,o)&&Wf(0,i,t,n,s,r,o),Xe.clearBuffer()}function Wf(i,e,t,n,s,r,o){let{float32Array:a,uint16Array:l,uint32Array:c}=Xe,u=i*2;if($e(u,l)){let d=ot(i,c),f=ct(u,l);x0(e,t,n,d,f,s,r,o)}else{let d=it(i);fn(d,a,n,r,o)&&Wf(d,e,t,n,s,r,o);let f=st(i,c);fn(f,a,n,r,o)&&Wf(f,e,t,n,s,r,o)}}var LE=["x","y","z"];function A0(i,e,t,n,s,r){Xe.setBuffer(i._roots[e]);let o=null;return fn(0,Xe.float32Array,n,s,r)&&(o=qf(0,i,t,n,s,r)),Xe.clearBuffer(),o}function qf(i,e,t,n,s,r){let{float32Array:o,uint16Array:a,uint32Array:l}=Xe,c=i*2;if($e(c,a)){let h=ot(i,l),d=ct(c,a);return y0(e,t,n,h,d,s,r)}else{let h=eo(i,l),d=LE[h],g=n.direction[d]>=0,x,p;g?(x=it(i),p=st(i,l)):(x=st(i,l),p=it(i));let b=fn(x,o,n,s,r)?qf(x,e,t,n,s,r):null;if(b){let M=b.point[d];if(g?M<=o[p+h]:M>=o[p+h+3])return b}let y=fn(p,o,n,s,r)?qf(p,e,t,n,s,r):null;return b&&y?b.distance<=y.distance?b:y:b||y||null}}var Iu=new We,co=new en,uo=new en,Ra=new xe,E0=new It,Lu=new It;function R0(i,e,t,n){Xe.setBuffer(i._roots[e]);let s=Xf(0,i,t,n);return Xe.clearBuffer(),s}function Xf(i,e,t,n,s=null){let{float32Array:r,uint16Array:o,uint32Array:a}=Xe,l=i*2;if(s===null&&(t.boundingBox||t.computeBoundingBox(),E0.set(t.boundingBox.min,t.boundingBox.max,n),s=E0),$e(l,o)){let u=e.geometry,h=u.index,d=u.attributes.position,f=t.index,g=t.attributes.position,x=ot(i,a),p=ct(l,o);if(Ra.copy(n).invert(),t.boundsTree)return ft(i,r,Lu),Lu.matrix.copy(Ra),Lu.needsUpdate=!0,t.boundsTree.shapecast({intersectsBounds:b=>Lu.intersectsBox(b),intersectsTriangle:b=>{b.a.applyMatrix4(n),b.b.applyMatrix4(n),b.c.applyMatrix4(n),b.needsUpdate=!0;for(let _=x*3,y=(p+x)*3;_<y;_+=3)if(pt(uo,_,h,d),uo.needsUpdate=!0,b.intersectsTriangle(uo))return!0;return!1}});{let m=ws(t);for(let b=x*3,_=(p+x)*3;b<_;b+=3){pt(co,b,h,d),co.a.applyMatrix4(Ra),co.b.applyMatrix4(Ra),co.c.applyMatrix4(Ra),co.needsUpdate=!0;for(let y=0,M=m*3;y<M;y+=3)if(pt(uo,y,f,g),uo.needsUpdate=!0,co.intersectsTriangle(uo))return!0}}}else{let u=it(i),h=st(i,a);return ft(u,r,Iu),!!(s.intersectsBox(Iu)&&Xf(u,e,t,n,s)||(ft(h,r,Iu),s.intersectsBox(Iu)&&Xf(h,e,t,n,s)))}}var ku=new xe,jf=new It,Ca=new It,kE=new C,DE=new C,NE=new C,FE=new C;function C0(i,e,t,n={},s={},r=0,o=1/0){e.boundingBox||e.computeBoundingBox(),jf.set(e.boundingBox.min,e.boundingBox.max,t),jf.needsUpdate=!0;let a=i.geometry,l=a.attributes.position,c=a.index,u=e.attributes.position,h=e.index,d=_n.getPrimitive(),f=_n.getPrimitive(),g=kE,x=DE,p=null,m=null;s&&(p=NE,m=FE);let b=1/0,_=null,y=null;return ku.copy(t).invert(),Ca.matrix.copy(ku),i.shapecast({boundsTraverseOrder:M=>jf.distanceToBox(M),intersectsBounds:(M,w,v)=>v<b&&v<o?(w&&(Ca.min.copy(M.min),Ca.max.copy(M.max),Ca.needsUpdate=!0),!0):!1,intersectsRange:(M,w)=>{if(e.boundsTree)return e.boundsTree.shapecast({boundsTraverseOrder:S=>Ca.distanceToBox(S),intersectsBounds:(S,L,E)=>E<b&&E<o,intersectsRange:(S,L)=>{for(let E=S,R=S+L;E<R;E++){pt(f,3*E,h,u),f.a.applyMatrix4(t),f.b.applyMatrix4(t),f.c.applyMatrix4(t),f.needsUpdate=!0;for(let P=M,N=M+w;P<N;P++){pt(d,3*P,c,l),d.needsUpdate=!0;let k=d.distanceToTriangle(f,g,p);if(k<b&&(x.copy(g),m&&m.copy(p),b=k,_=P,y=E),k<r)return!0}}}});{let v=ws(e);for(let S=0,L=v;S<L;S++){pt(f,3*S,h,u),f.a.applyMatrix4(t),f.b.applyMatrix4(t),f.c.applyMatrix4(t),f.needsUpdate=!0;for(let E=M,R=M+w;E<R;E++){pt(d,3*E,c,l),d.needsUpdate=!0;let P=d.distanceToTriangle(f,g,p);if(P<b&&(x.copy(g),m&&m.copy(p),b=P,_=E,y=S),P<r)return!0}}}}}),_n.releasePrimitive(d),_n.releasePrimitive(f),b===1/0?null:(n.point?n.point.copy(x):n.point=x.clone(),n.distance=b,n.faceIndex=_,s&&(s.point?s.point.copy(m):s.point=m.clone(),s.point.applyMatrix4(ku),x.applyMatrix4(ku),s.distance=x.sub(s.point).length(),s.faceIndex=y),n)}function P0(i,e=null){e&&Array.isArray(e)&&(e=new Set(e));let t=i.geometry,n=t.index?t.index.array:null,s=t.attributes.position,r,o,a,l,c=0,u=i._roots;for(let d=0,f=u.length;d<f;d++)r=u[d],o=new Uint32Array(r),a=new Uint16Array(r),l=new Float32Array(r),h(0,c),c+=r.byteLength;function h(d,f,g=!1){let x=d*2;if($e(x,a)){let p=ot(d,o),m=ct(x,a),b=1/0,_=1/0,y=1/0,M=-1/0,w=-1/0,v=-1/0;for(let S=p,L=p+m;S<L;S++){let E=3*i.resolveTriangleIndex(S);for(let R=0;R<3;R++){let P=E+R;P=n?n[P]:P;let N=s.getX(P),k=s.getY(P),U=s.getZ(P);N<b&&(b=N),N>M&&(M=N),k<_&&(_=k),k>w&&(w=k),U<y&&(y=U),U>v&&(v=U)}}return l[d+0]!==b||l[d+1]!==_||l[d+2]!==y||l[d+3]!==M||l[d+4]!==w||l[d+5]!==v?(l[d+0]=b,l[d+1]=_,l[d+2]=y,l[d+3]=M,l[d+4]=w,l[d+5]=v,!0):!1}else{let p=it(d),m=st(d,o),b=g,_=!1,y=!1;if(e){if(!b){let E=p/8+f/32,R=m/8+f/32;_=e.has(E),y=e.has(R),b=!_&&!y}}else _=!0,y=!0;let M=b||_,w=b||y,v=!1;M&&(v=h(p,f,b));let S=!1;w&&(S=h(m,f,b));let L=v||S;if(L)for(let E=0;E<3;E++){let R=p+E,P=m+E,N=l[R],k=l[R+3],U=l[P],V=l[P+3];l[d+E]=N<U?N:U,l[d+E+3]=k>V?k:V}return L}}}function I0(i,e,t,n,s,r,o){Xe.setBuffer(i._roots[e]),fn(0,Xe.float32Array,n,r,o)&&Kf(0,i,t,n,s,r,o),Xe.clearBuffer()}function Kf(i,e,t,n,s,r,o){let{float32Array:a,uint16Array:l,uint32Array:c}=Xe,u=i*2;if($e(u,l)){let d=ot(i,c),f=ct(u,l);M0(e,t,n,d,f,s,r,o)}else{let d=it(i);fn(d,a,n,r,o)&&Kf(d,e,t,n,s,r,o);let f=st(i,c);fn(f,a,n,r,o)&&Kf(f,e,t,n,s,r,o)}}var OE=["x","y","z"];function L0(i,e,t,n,s,r){Xe.setBuffer(i._roots[e]);let o=null;return fn(0,Xe.float32Array,n,s,r)&&(o=Yf(0,i,t,n,s,r)),Xe.clearBuffer(),o}function Yf(i,e,t,n,s,r){let{float32Array:o,uint16Array:a,uint32Array:l}=Xe,c=i*2;if($e(c,a)){let h=ot(i,l),d=ct(c,a);return S0(e,t,n,h,d,s,r)}else{let h=eo(i,l),d=OE[h],g=n.direction[d]>=0,x,p;g?(x=it(i),p=st(i,l)):(x=st(i,l),p=it(i));let b=fn(x,o,n,s,r)?Yf(x,e,t,n,s,r):null;if(b){let M=b.point[d];if(g?M<=o[p+h]:M>=o[p+h+3])return b}let y=fn(p,o,n,s,r)?Yf(p,e,t,n,s,r):null;return b&&y?b.distance<=y.distance?b:y:b||y||null}}var Du=new We,ho=new en,fo=new en,Pa=new xe,k0=new It,Nu=new It;function D0(i,e,t,n){Xe.setBuffer(i._roots[e]);let s=Jf(0,i,t,n);return Xe.clearBuffer(),s}function Jf(i,e,t,n,s=null){let{float32Array:r,uint16Array:o,uint32Array:a}=Xe,l=i*2;if(s===null&&(t.boundingBox||t.computeBoundingBox(),k0.set(t.boundingBox.min,t.boundingBox.max,n),s=k0),$e(l,o)){let u=e.geometry,h=u.index,d=u.attributes.position,f=t.index,g=t.attributes.position,x=ot(i,a),p=ct(l,o);if(Pa.copy(n).invert(),t.boundsTree)return ft(i,r,Nu),Nu.matrix.copy(Pa),Nu.needsUpdate=!0,t.boundsTree.shapecast({intersectsBounds:b=>Nu.intersectsBox(b),intersectsTriangle:b=>{b.a.applyMatrix4(n),b.b.applyMatrix4(n),b.c.applyMatrix4(n),b.needsUpdate=!0;for(let _=x,y=p+x;_<y;_++)if(pt(fo,3*e.resolveTriangleIndex(_),h,d),fo.needsUpdate=!0,b.intersectsTriangle(fo))return!0;return!1}});{let m=ws(t);for(let b=x,_=p+x;b<_;b++){let y=e.resolveTriangleIndex(b);pt(ho,3*y,h,d),ho.a.applyMatrix4(Pa),ho.b.applyMatrix4(Pa),ho.c.applyMatrix4(Pa),ho.needsUpdate=!0;for(let M=0,w=m*3;M<w;M+=3)if(pt(fo,M,f,g),fo.needsUpdate=!0,ho.intersectsTriangle(fo))return!0}}}else{let u=it(i),h=st(i,a);return ft(u,r,Du),!!(s.intersectsBox(Du)&&Jf(u,e,t,n,s)||(ft(h,r,Du),s.intersectsBox(Du)&&Jf(h,e,t,n,s)))}}var Fu=new xe,$f=new It,Ia=new It,UE=new C,BE=new C,zE=new C,GE=new C;function N0(i,e,t,n={},s={},r=0,o=1/0){e.boundingBox||e.computeBoundingBox(),$f.set(e.boundingBox.min,e.boundingBox.max,t),$f.needsUpdate=!0;let a=i.geometry,l=a.attributes.position,c=a.index,u=e.attributes.position,h=e.index,d=_n.getPrimitive(),f=_n.getPrimitive(),g=UE,x=BE,p=null,m=null;s&&(p=zE,m=GE);let b=1/0,_=null,y=null;return Fu.copy(t).invert(),Ia.matrix.copy(Fu),i.shapecast({boundsTraverseOrder:M=>$f.distanceToBox(M),intersectsBounds:(M,w,v)=>v<b&&v<o?(w&&(Ia.min.copy(M.min),Ia.max.copy(M.max),Ia.needsUpdate=!0),!0):!1,intersectsRange:(M,w)=>{if(e.boundsTree){let v=e.boundsTree;return v.shapecast({boundsTraverseOrder:S=>Ia.distanceToBox(S),intersectsBounds:(S,L,E)=>E<b&&E<o,intersectsRange:(S,L)=>{for(let E=S,R=S+L;E<R;E++){let P=v.resolveTriangleIndex(E);pt(f,3*P,h,u),f.a.applyMatrix4(t),f.b.applyMatrix4(t),f.c.applyMatrix4(t),f.needsUpdate=!0;for(let N=M,k=M+w;N<k;N++){let U=i.resolveTriangleIndex(N);pt(d,3*U,c,l),d.needsUpdate=!0;let V=d.distanceToTriangle(f,g,p);if(V<b&&(x.copy(g),m&&m.copy(p),b=V,_=N,y=E),V<r)return!0}}}})}else{let v=ws(e);for(let S=0,L=v;S<L;S++){pt(f,3*S,h,u),f.a.applyMatrix4(t),f.b.applyMatrix4(t),f.c.applyMatrix4(t),f.needsUpdate=!0;for(let E=M,R=M+w;E<R;E++){let P=i.resolveTriangleIndex(E);pt(d,3*P,c,l),d.needsUpdate=!0;let N=d.distanceToTriangle(f,g,p);if(N<b&&(x.copy(g),m&&m.copy(p),b=N,_=E,y=S),N<r)return!0}}}}}),_n.releasePrimitive(d),_n.releasePrimitive(f),b===1/0?null:(n.point?n.point.copy(x):n.point=x.clone(),n.distance=b,n.faceIndex=_,s&&(s.point?s.point.copy(m):s.point=m.clone(),s.point.applyMatrix4(Fu),x.applyMatrix4(Fu),s.distance=x.sub(s.point).length(),s.faceIndex=y),n)}function Zf(i,e,t){return i===null?null:(i.point.applyMatrix4(e.matrixWorld),i.distance=i.point.distanceTo(t.ray.origin),i.object=e,i)}var Ou=new It,Uu=new mi,F0=new C,O0=new xe,U0=new C,Qf=["getX","getY","getZ"],Bu=class i extends Au{static serialize(e,t={}){t={cloneBuffers:!0,...t};let n=e.geometry,s=e._roots,r=e._indirectBuffer,o=n.getIndex(),a={version:1,roots:null,index:null,indirectBuffer:null};return t.cloneBuffers?(a.roots=s.map(l=>l.slice()),a.index=o?o.array.slice():null,a.indirectBuffer=r?r.slice():null):(a.roots=s,a.index=o?o.array:null,a.indirectBuffer=r),a}static deserialize(e,t,n={}){n={setIndex:!0,indirect:!!e.indirectBuffer,...n};let{index:s,roots:r,indirectBuffer:o}=e;e.version||(console.warn("MeshBVH.deserialize: Serialization format has been changed and will be fixed up. It is recommended to regenerate any stored serialized data."),l(r));let a=new i(t,{...n,[Ma]:!0});if(a._roots=r,a._indirectBuffer=o||null,n.setIndex){let c=t.getIndex();if(c===null){let u=new Je(e.index,1,!1);t.setIndex(u)}else c.array!==s&&(c.array.set(s),c.needsUpdate=!0)}return a;function l(c){for(let u=0;u<c.length;u++){let h=c[u],d=new Uint32Array(h),f=new Uint16Array(h);for(let g=0,x=h.byteLength/32;g<x;g++){let p=8*g,m=2*p;$e(m,f)||(d[p+6]=d[p+6]/8-g)}}}}get primitiveStride(){return 3}get resolveTriangleIndex(){return this.resolvePrimitiveIndex}constructor(e,t={}){t.maxLeafTris&&(console.warn('MeshBVH: "maxLeafTris" option has been deprecated. Use "targetLeafSize", instead.'),t={...t,targetLeafSize:t.maxLeafTris}),super(e,t)}shiftTriangleOffsets(e){return super.shiftPrimitiveOffsets(e)}writePrimitiveBounds(e,t,n){let s=this.geometry,r=this._indirectBuffer,o=s.attributes.position,a=s.index?s.index.array:null,c=(r?r[e]:e)*3,u=c+0,h=c+1,d=c+2;a&&(u=a[u],h=a[h],d=a[d]);for(let f=0;f<3;f++){let g=o[Qf[f]](u),x=o[Qf[f]](h),p=o[Qf[f]](d),m=g;x<m&&(m=x),p<m&&(m=p);let b=g;x>b&&(b=x),p>b&&(b=p),t[n+f]=m,t[n+f+3]=b}return t}computePrimitiveBounds(e,t,n){let s=this.geometry,r=this._indirectBuffer,o=s.attributes.position,a=s.index?s.index.array:null,l=o.normalized;if(e<0||t+e-n.offset>n.length/6)throw new Error("MeshBVH: compute triangle bounds range is invalid.");let c=o.array,u=o.offset||0,h=3;o.isInterleavedBufferAttribute&&(h=o.data.stride);let d=["getX","getY","getZ"],f=n.offset;for(let g=e,x=e+t;g<x;g++){let m=(r?r[g]:g)*3,b=(g-f)*6,_=m+0,y=m+1,M=m+2;a&&(_=a[_],y=a[y],M=a[M]),l||(_=_*h+u,y=y*h+u,M=M*h+u);for(let w=0;w<3;w++){let v,S,L;l?(v=o[d[w]](_),S=o[d[w]](y),L=o[d[w]](M)):(v=c[_+w],S=c[y+w],L=c[M+w]);let E=v;S<E&&(E=S),L<E&&(E=L);let R=v;S>R&&(R=S),L>R&&(R=L);let P=(R-E)/2,N=w*2;n[b+N+0]=E+P,n[b+N+1]=P+(Math.abs(E)+P)*Qr}}return n}raycastObject3D(e,t,n=[]){let{material:s}=e;if(s===void 0)return;O0.copy(e.matrixWorld).invert(),Uu.copy(t.ray).applyMatrix4(O0),U0.setFromMatrixScale(e.matrixWorld),F0.copy(Uu.direction).multiply(U0);let r=F0.length(),o=t.near/r,a=t.far/r;if(t.firstHitOnly===!0){let l=this.raycastFirst(Uu,s,o,a);l=Zf(l,e,t),l&&n.push(l)}else{let l=this.raycast(Uu,s,o,a);for(let c=0,u=l.length;c<u;c++){let h=Zf(l[c],e,t);h&&n.push(h)}}return n}refit(e=null){return(this.indirect?P0:_0)(this,e)}raycast(e,t=kn,n=0,s=1/0){let r=this._roots,o=[],a=this.indirect?I0:T0;for(let l=0,c=r.length;l<c;l++)a(this,l,t,e,o,n,s);return o}raycastFirst(e,t=kn,n=0,s=1/0){let r=this._roots,o=null,a=this.indirect?L0:A0;for(let l=0,c=r.length;l<c;l++){let u=a(this,l,t,e,n,s);u!=null&&(o==null||u.distance<o.distance)&&(o=u)}return o}intersectsGeometry(e,t){let n=!1,s=this._roots,r=this.indirect?D0:R0;for(let o=0,a=s.length;o<a&&(n=r(this,o,e,t),!n);o++);return n}shapecast(e){let t=_n.getPrimitive(),n=super.shapecast({...e,intersectsPrimitive:e.intersectsTriangle,scratchPrimitive:t,iterate:this.indirect?w0:v0});return _n.releasePrimitive(t),n}bvhcast(e,t,n){let{intersectsRanges:s,intersectsTriangles:r}=n,o=_n.getPrimitive(),a=this.geometry.index,l=this.geometry.attributes.position,c=this.indirect?g=>{let x=this.resolveTriangleIndex(g);pt(o,x*3,a,l)}:g=>{pt(o,g*3,a,l)},u=_n.getPrimitive(),h=e.geometry.index,d=e.geometry.attributes.position,f=e.indirect?g=>{let x=e.resolveTriangleIndex(g);pt(u,x*3,h,d)}:g=>{pt(u,g*3,h,d)};if(r){if(!(e instanceof i))throw new Error('MeshBVH: "intersectsTriangles" callback can only be used with another MeshBVH.');let g=(x,p,m,b,_,y,M,w)=>{for(let v=m,S=m+b;v<S;v++){f(v),u.a.applyMatrix4(t),u.b.applyMatrix4(t),u.c.applyMatrix4(t),u.needsUpdate=!0;for(let L=x,E=x+p;L<E;L++)if(c(L),o.needsUpdate=!0,r(o,u,L,v,_,y,M,w))return!0}return!1};if(s){let x=s;s=function(p,m,b,_,y,M,w,v){return x(p,m,b,_,y,M,w,v)?!0:g(p,m,b,_,y,M,w,v)}}else s=g}return super.bvhcast(e,t,{intersectsRanges:s})}intersectsBox(e,t){return Ou.set(e.min,e.max,t),Ou.needsUpdate=!0,this.shapecast({intersectsBounds:n=>Ou.intersectsBox(n),intersectsTriangle:n=>Ou.intersectsTriangle(n)})}intersectsSphere(e){return this.shapecast({intersectsBounds:t=>e.intersectsBox(t),intersectsTriangle:t=>t.intersectsSphere(e)})}closestPointToGeometry(e,t,n={},s={},r=0,o=1/0){return(this.indirect?N0:C0)(this,e,t,n,s,r,o)}closestPointToPoint(e,t={},n=0,s=1/0){return d0(this,e,t,n,s)}};var Z2=parseInt("187")>=166,po={Mesh:nt.prototype.raycast,Line:Wn.prototype.raycast,LineSegments:qn.prototype.raycast,LineLoop:gi.prototype.raycast,Points:bi.prototype.raycast,BatchedMesh:Fo.prototype.raycast},tn=new nt,zu=[];function ep(i,e){if(this.isBatchedMesh)VE.call(this,i,e);else{let{geometry:t}=this;if(t.boundsTree)t.boundsTree.raycastObject3D(this,i,e);else{let n;if(this instanceof nt)n=po.Mesh;else if(this instanceof qn)n=po.LineSegments;else if(this instanceof gi)n=po.LineLoop;else if(this instanceof Wn)n=po.Line;else if(this instanceof bi)n=po.Points;else throw new Error("BVH: Fallback raycast function not found.");n.call(this,i,e)}}}function VE(i,e){if(this.boundsTrees){let t=this.boundsTrees,n=this._drawInfo||this._instanceInfo,s=this._drawRanges||this._geometryInfo,r=this.matrixWorld;tn.material=this.material,tn.geometry=this.geometry;let o=tn.geometry.boundsTree,a=tn.geometry.drawRange;tn.geometry.boundingSphere===null&&(tn.geometry.boundingSphere=new vt);for(let l=0,c=n.length;l<c;l++){if(!this.getVisibleAt(l))continue;let u=n[l].geometryIndex;if(tn.geometry.boundsTree=t[u],this.getMatrixAt(l,tn.matrixWorld).premultiply(r),!tn.geometry.boundsTree){this.getBoundingBoxAt(u,tn.geometry.boundingBox),this.getBoundingSphereAt(u,tn.geometry.boundingSphere);let h=s[u];tn.geometry.setDrawRange(h.start,h.count)}tn.raycast(i,zu);for(let h=0,d=zu.length;h<d;h++){let f=zu[h];f.object=this,f.batchId=l,e.push(f)}zu.length=0}tn.geometry.boundsTree=o,tn.geometry.drawRange=a,tn.material=null,tn.geometry=null}else po.BatchedMesh.call(this,i,e)}var HE=2e3,B0=4;function z0(i,e,t,n,s){let r=new jo;r.setFromCamera(new Pe(t.x,t.y),e),r.layers.enableAll(),r.params.Line={threshold:B0*n},r.params.Points={threshold:B0*n};let o=[];for(let l of i.drawn())WE(l)&&(r.firstHitOnly=s===null,qE(l),r.intersectObject(l,!1,o));o.sort((l,c)=>l.distance-c.distance);let a=new C().setFromMatrixPosition(e.matrixWorld);for(let l of o){if(s&&s.distanceToPoint(l.point)<0)continue;let c=XE(i,l,a);if(c)return c}return null}function WE(i){for(let e=i;e;e=e.parent)if(!e.visible)return!1;return!0}function qE(i){let e=i;if(e.isSkinnedMesh&&(e.boundingSphere=null),!e.isMesh||e.isSkinnedMesh||e.morphTargetInfluences)return;let t=e.geometry;(t.index?.count??t.attributes.position?.count??0)/3<HE||(t.boundsTree??=new Bu(t,{indirect:!0}),e.raycast!==ep&&(e.isInstancedMesh||(e.raycast=ep)))}function XE(i,e,t){let n=i.origin(e.object);if(!n)return null;let s=e.object;return{node:n.node,primitive:n.primitive,instance:e.instanceId??null,triangle:s.isMesh?e.faceIndex??null:e.index??null,point:dn(jE(e)),normal:KE(e,t),uv:e.uv?[e.uv.x,e.uv.y]:null,distance:e.point.distanceTo(t)}}function jE({object:i,index:e,point:t}){let n=i.geometry.attributes.position;return!i.isPoints||e===void 0||!n?t:new C().fromBufferAttribute(n,e).applyMatrix4(i.matrixWorld)}function KE(i,e){let t=YE(i);if(!t||!i.object.isMesh)return null;let n=i.object.matrixWorld.clone(),s=i.object;if(s.isInstancedMesh&&i.instanceId!==void 0){let o=new xe;s.getMatrixAt(i.instanceId,o),n.multiply(o)}let r=t.applyMatrix3(new ke().getNormalMatrix(n)).normalize();return Number.isFinite(r.x)?dn(r.dot(e.clone().sub(i.point))<0?r.negate():r):null}function YE({normal:i,face:e,barycoord:t,object:n}){let s=n;if(!i||!e||s.morphTargetInfluences?.some(Boolean))return e?.normal.clone()??null;let r=n,o=s.geometry.attributes.normal;if(!r.isSkinnedMesh||!o||!t)return i.clone();let a=new C;return[e.a,e.b,e.c].forEach((l,c)=>{let u=new et(o.getX(l),o.getY(l),o.getZ(l),0);r.applyBoneTransform(l,u),a.addScaledVector(new C(u.x,u.y,u.z),t.getComponent(c))}),a}function JE(i,e,t){if(!i.playing||t<=0)return i;let n=i.time+e*i.speed;return i.loop?{...i,time:(n%t+t)%t}:{...i,time:Math.min(Math.max(n,0),t),playing:n>=0&&n<=t}}var Gu=class{state={clip:null,time:0,playing:!1,speed:1,loop:!0};#e=0;#n=-1;#t=null;set(e){this.state={...this.state,...e},this.#e=0}advance(e,t){if(!this.state.playing||t<=0)return!1;let n=this.#e>0?(e-this.#e)/1e3:0;return this.#e=e,this.state=JE(this.state,n,t),!0}pose(e,t){let{clip:n,time:s}=this.state;e.clips.shown!==n&&e.clips.choose(n).then(t),(this.#n!==s||this.#t!==e||e.clips.fresh)&&e.touch(),e.clips.apply(s),this.#n=s,this.#t=e}forget(){this.#t=null}};var $E=2,La=class{element=document.createElement("div");canvas=document.createElement("canvas");overlay=new Lt;tool=null;picker=null;source="stage";events=new fu;controls;#e=this.canvas.getContext("2d");#n=new Vi;#t=new Jc;#i=new Gu;#s;#r=new du(()=>Ot().request(this));#o=Hb;#l=null;#c=new pu;#a=null;#u="lit";#h=null;#d=1;#p=!1;#f;#m=1;#b=1;#x=!1;#g=new mu((e,t)=>this.#_(e,t),(e,t,n)=>this.events.emit("hover",{...e,x:t,y:n}));constructor(){this.element.className="tk-viewport",this.canvas.className="tk-canvas",this.element.tabIndex=0,Object.assign(this.element.style,{position:"relative",overflow:"hidden",outline:"none"}),Object.assign(this.canvas.style,{position:"absolute",inset:"0",width:"100%",height:"100%",display:"block"}),this.element.append(this.canvas),this.#n.add(this.overlay),this.#f={frameMs:0,triangles:0,drawCalls:0,textures:0,geometries:0,losses:0,pixels:this.pixels},this.controls=new hu(this),this.controls.onClick=(e,t,n)=>{this.#S(e,t,n)},this.controls.onHover=(e,t)=>{this.#g.moved(e,t)},this.controls.onIdleWheel=()=>this.events.emit("idle-wheel",void 0),this.canvas.addEventListener("tk-settle",()=>this.#w()),this.#s=new ResizeObserver(()=>this.measure()),this.#s.observe(this.element),Ot().add(this)}get model(){return this.#a}show(e){this.#a!==e&&this.#a?.dispose(),this.#a=e,this.#i.forget(),this.#r.forget(),this.events.emit("scene",e),this.#v(),this.invalidate()}paint(e,t){this.#M(),this.canvas.ariaBusy=String(t),this.#e.drawImage(e,0,0,this.canvas.width,this.canvas.height),this.#p=!0}get shading(){return this.#u}set shading(e){this.#u=e,this.invalidate()}get clipping(){return this.#h}set clipping(e){this.#h=e,this.invalidate()}get exposure(){return this.#d}set exposure(e){this.#d=e,this.invalidate()}get hover(){return this.#g.on}set hover(e){this.#g.on=e}get width(){return this.#m}get height(){return this.#b}get pixelRatio(){return Math.min(window.devicePixelRatio||1,$E)}get pixels(){let e=this.pixelRatio;return{width:Math.max(1,Math.round(this.#m*e)),height:Math.max(1,Math.round(this.#b*e))}}get aspect(){return this.#m/this.#b}measure(){let[e,t]=[this.element.clientWidth,this.element.clientHeight];e===0||t===0||e===this.#m&&t===this.#b||(this.#m=e,this.#b=t,this.events.emit("resize",{width:e,height:t}),this.#v(),this.invalidate())}get camera(){return this.#o}get threeCamera(){return this.#t.place(this.#o,this.aspect)}setCamera(e,{seconds:t=0,fitted:n=null}={}){if(this.#c.set(e,n),t>0&&!Zx()&&e.kind===this.#o.kind&&Ot().isVisible(this)){this.#l=new gu(this.#o,e,performance.now(),t),this.invalidate();return}this.#l=null,this.#y(e,!1,"code")}steer(e,t){this.#l=null,this.#c.forget(),this.#y(e,t,"user")}#y(e,t,n){this.#o=e,this.events.emit("camera",{camera:e,moving:t,by:n}),this.invalidate()}#v(){let e=this.#a&&this.#c.at(this.aspect,this.#a.box);!e||e.position.every((t,n)=>t===this.#o.position[n])||(this.#l=null,this.#y(e,!1,"code"))}fit(e=null,t={}){let n=this.bounds(e??void 0);n&&(this.setCamera(jb(this.#o,n,this.aspect,t),{seconds:t.seconds??0,fitted:this.aspect}),t.seconds||this.events.emit("camera",{camera:this.#o,moving:!1,by:"user"}))}bounds(e){let t=this.#a;if(!t)return null;if(e===void 0)return t.box;let n=t.object(e);return n&&va(n)}project(e){return qb(this.threeCamera,e,this.#m,this.#b)}async pick(e,t){return(await this.#_(e,t)).hit}async#_(e,t){if(this.picker)return this.picker(e,t);if(!this.#a)return{hit:null,epoch:-1};let n={x:2*e/this.#m-1,y:1-2*t/this.#b};return this.#a.scene.updateMatrixWorld(),{hit:z0(this.#a,this.threeCamera,n,Pf(this.#o,this.#b),this.#C()),epoch:this.#a.epoch}}async#S(e,t,n){this.events.emit("pick",{...await this.#_(e,t),double:n,x:e,y:t})}get player(){return this.#i.state}get clips(){return this.#a?.clips.list??[]}setPlayer(e){this.#i.set(e),this.events.emit("player",this.player),this.invalidate()}#E(e){let t=this.player.clip===null?0:this.clips[this.player.clip]?.duration??0;return this.#i.advance(e,t)?(this.events.emit(this.player.playing?"clock":"player",this.player),this.player.playing):!1}get stats(){return this.#f}on(e,t){return this.events.on(e,t)}invalidate(){this.#x||(this.#r.change(),Ot().request(this))}get painted(){return this.#p}draw(e,t){if(e.gl&&this.#r.isBusy(e.gl))return!0;let n=[this.#R(t),this.#E(t)].includes(!0);n&&this.#r.change();let s=this.#r.next();return s===null||this.source==="remote"||!this.#a||!e.available?n:(this.#A(e,s),!0)}#A(e,t){let n=performance.now();this.#M(),this.#T(e,this.canvas.width,this.canvas.height,this.#e,t),this.canvas.ariaBusy=String(t<1),this.events.emit("frame",{milliseconds:performance.now()-n,whole:t===1}),this.#r.drawn(e.gl,t,n)}#w(){let e=Ot();this.canvas.ariaBusy==="true"&&this.source==="stage"&&this.#a&&e.available&&!e.lost&&this.#A(e,1)}#M(){let{width:e,height:t}=this.pixels,{canvas:n}=this;if(n.width===e&&n.height===t)return;let s=this.#p?qx(n):null;Object.assign(n,{width:e,height:t}),s&&this.#e.drawImage(s,0,0,e,t)}#R(e){let t=this.#l?.at(e);if(!t)return!1;let n=!this.#l.over(e);return n||(this.#l=null),this.#y(t,n,"user"),n}#T(e,t,n,s,r=1){let{renderer:o}=e,a=this.#a;if(!o||!a)return;let[l,c]=[t,n].map(f=>Math.ceil(r*f));e.fit(t,n),this.#i.pose(a,()=>a===this.#a&&this.invalidate()),a.surroundings.apply(a.scene,a.materials.transmits);let u=this.#t.place(this.#o,t/n),{info:h}=o;h.reset();let d=performance.now();e.painter.paint(o,a,u,{width:l,height:c,exposure:this.#d,shading:this.#u,clip:this.#C(),overlay:this.#n}),this.#f={frameMs:performance.now()-d,triangles:h.render.triangles,drawCalls:h.render.calls,textures:h.memory.textures,geometries:h.memory.geometries,losses:e.losses,pixels:{width:l,height:c}},s.drawImage(o.domElement,0,o.domElement.height-c,l,c,0,0,t,n),s===this.#e&&(this.#p=!0)}#C(){return this.#h&&Xb(this.#h)}async snapshot(e=this.pixels.width,t=this.pixels.height,n="image/png"){let s=Ot().largest;if(Math.max(e,t)>s)throw new Error(`pictures are at most ${s} pixels wide and high in this browser`);let r=document.createElement("canvas");Object.assign(r,{width:e,height:t});let o=r.getContext("2d");return this.source==="stage"&&this.#a&&Ot().available&&!Ot().lost?this.#T(Ot(),e,t,o):o.drawImage(this.canvas,0,0,e,t),Xx(r,n)}contextLost(){this.events.emit("context","lost")}contextRestored(){this.#a?.touch(),this.#r.forget(),this.invalidate(),this.events.emit("context","restored")}dispose(){this.#x||(this.#x=!0,this.#s.disconnect(),this.controls.dispose(),Ot().remove(this),this.#a?.dispose(),this.#a=null,this.#i.forget(),this.#r.forget(),this.events.emit("disposed",void 0),this.events.clear(),this.canvas.width=this.canvas.height=0,this.element.remove())}};var G0=()=>{};function V0(i){let e=i?.comm;typeof e?.on_msg!="function"||typeof e.on_close!="function"||i.once("destroy",()=>{e.on_msg(G0),e.on_close(G0)})}async function H0(i,e){let t=await i?.get_model?.(e);V0(t),V0(t?.get("layout"))}function ZE(i){return i instanceof Uint8Array?i:i instanceof ArrayBuffer?new Uint8Array(i):new Uint8Array(i.buffer,i.byteOffset,i.byteLength)}function QE(i,{to:e,skip:t}){return t!==i&&(e===void 0||(Array.isArray(e)?e.includes(i):e===i))}var W0=0;function q0(){return W0+=1,`${Date.now().toString(36)}-${Math.random().toString(36).slice(2,8)}-${W0}`}function e1(i,e){let t=q0(),n=new Set,s=!1;return H0(i.widget_manager,String(i.get("_id"))).catch(()=>{}),{client:t,live:!0,send(r,o=[]){try{i.send({...r,client:t},void 0,o)}catch(a){s||console.info(`threedkit: the kernel of this view is gone (${a instanceof Error?a.message:String(a)})`),s=!0}},on(r){let o=(a,l=[])=>{QE(t,a)&&r(a,l.map(ZE))};return n.add(o),i.on("msg:custom",o),()=>{n.delete(o),i.off("msg:custom",o)}},early:e?.some(([{type:r}])=>r==="scene")??!1,replay(){for(let r of e?.splice(0)??[])n.forEach(o=>o(...r))},get:r=>i.get(r),set(r,o){i.set(r,o),i.save_changes()},observe(r,o){let a=()=>o(i.get(r));return i.on(`change:${r}`,a),()=>i.off(`change:${r}`,a)}}}function t1(i){let e=new Set,t=new Map,n=new Map(Object.entries(i.traits)),s=Object.fromEntries(Object.entries(i.blobs).map(([o,a])=>[o,a.byteLength])),r=(o,a=[])=>{queueMicrotask(()=>e.forEach(l=>l(o,a)))};return{client:q0(),live:!1,send(o){if(o.type==="ready"&&r({blobs:s,...i.scene,type:"scene"}),o.type==="camera"&&r({type:"camera-ack",seq:o.seq}),o.type==="need"){let a=o.hashes.filter(c=>c in i.blobs),l=a.map(c=>({hash:c,offset:0,size:i.blobs[c].byteLength}));r({type:"blobs",parts:l},a.map(c=>i.blobs[c]))}},on(o){return e.add(o),()=>e.delete(o)},early:!1,replay:()=>{},get:o=>n.get(o),set(o,a){n.set(o,a),t.get(o)?.forEach(l=>l(a))},observe(o,a){let l=t.get(o)??new Set;return t.set(o,l.add(a)),()=>l.delete(a)}}}function PN(i){return Ot().warmUp(i<Pc?"alone":"crowd")}function IN(i,e){let t=new La,n=Gb(t,e);n.element.classList.add("tk-view"),n.element.dataset.model=e.get("_id")??"",i.append(n.element);let s=[ex(t,e),Zb(t,e)],r=new _a(e,t);return e.replay(),{viewport:t,session:r,dispose(){try{r.dispose()}finally{s.forEach(o=>o.dispose()),n.dispose(),t.dispose()}}}}export{_a as Session,La as Viewport,ns as blobs,IN as mount,t1 as offlineHost,Ot as stage,PN as warmUp,e1 as widgetHost};
/*! Contains:

three.js

The MIT License

Copyright © 2010-2026 three.js authors

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN
THE SOFTWARE.

three-mesh-bvh

MIT License

Copyright (c) 2018 Garrett Johnson

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.

meshoptimizer

MIT License

Copyright (c) 2016-2026 Arseny Kapoulkine

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
*/
